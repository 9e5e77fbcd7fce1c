import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { client } from '../../../kit/client.ts'
import { useOnce } from '../../../kit/once.ts'
import { StateMark, type StateKind } from '../../../kit/state-mark.tsx'
import { ProblemLine } from '../../../kit/states.tsx'
import { useWords } from '../../../kit/words.ts'

type Entry = Awaited<ReturnType<typeof client.ledger.myEntries>>['items'][number]

const marks: Record<NonNullable<Entry['dispute']>['state'], StateKind> = { open: 'running', kept: 'off', reversed: 'done' }

/** What was said against an entry and the answer, and the way to say it; entries of patrols are disputed on their record. */
export function EntryDispute({ entry: { id, subject, reversed, reverses, dispute } }: { entry: Entry }) {
  const say = useWords('patrol')
  const [asking, setAsking] = useState(false)
  const mayDispute = !reversed && reverses === null && dispute?.state !== 'open'
  if (subject.startsWith('service-record:') || (dispute === null && !mayDispute)) return null
  return (
    <div className="entry-dispute">
      {dispute !== null && (
        <>
          <StateMark kind={marks[dispute.state]}>{say(`entryDisputeState.${dispute.state}`)}</StateMark>
          <p>{say('entryDispute.words', { words: dispute.words })}</p>
          {dispute.answer !== null && <p>{say('entryDispute.answer', { answer: dispute.answer })}</p>}
        </>
      )}
      {mayDispute && !asking && <button type="button" className="act" onClick={() => setAsking(true)}>{say('entryDispute.act')}</button>}
      {mayDispute && asking && <DisputeForm transferId={id} onClose={() => setAsking(false)} />}
    </div>
  )
}

function DisputeForm({ transferId, onClose }: { transferId: string; onClose: () => void }) {
  const say = useWords('patrol')
  const queries = useQueryClient()
  const [words, setWords] = useState('')
  const once = useOnce()
  const send = useMutation({
    mutationFn: () => once.run(transferId, () => client.ledger.disputeEntry({ transferId, words: words.trim() })),
    onSuccess: async () => { onClose(); await queries.invalidateQueries({ queryKey: ['ledger'] }) },
  })
  return (
    <form className="stack-inner wide" onSubmit={(event) => { event.preventDefault(); send.mutate() }}>
      <p>{say('entryDispute.what')}</p>
      <label className="field">{say('record.reason')}<textarea rows={3} maxLength={500} required value={words} placeholder={say('entryDispute.hint')} onChange={({ target }) => setWords(target.value)} /></label>
      <ProblemLine error={send.error} />
      <div className="state-acts">
        <button type="submit" className="act act-main" disabled={send.isPending || words.trim() === ''}>{say('record.send')}</button>
        <button type="button" className="act" onClick={onClose}>{say('record.cancel')}</button>
      </div>
    </form>
  )
}
