import './cases.css'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import type { Category } from '../../../server/cases/contract.ts'
import { useAnswers, useCategories } from '../../kit/cases.tsx'
import { useMe } from '../../kit/me.ts'
import { phonePath } from '../../kit/paths.ts'
import { Fetched, Loading, useOnline } from '../../kit/states.tsx'
import { useLanguage, useWords } from '../../kit/words.ts'
import { sendDraft } from '../outbox/drafts.ts'
import { useOutbox } from '../outbox/use-outbox.tsx'
import { CategoryField } from './category-field.tsx'
import { CallNow, DangerQuestion } from './danger.tsx'
import { draftOf, emptyDraft, keptOf, missing, type Draft } from './draft.ts'
import { useDraftKeeping, type DraftKeeping } from './kept-draft.ts'
import { PhotoField } from './photo-field.tsx'
import { PlaceField } from './place-field.tsx'
import { privateMarks } from './private-marks.ts'
import type { KeptReport } from './send-report.ts'
import { SimilarList } from './similar-list.tsx'

/** Danger first, then the report, which a reload brings back as it was. `?edit=` brings back one that was refused, `?attendanceId=` names the patrol it belongs to. */
export default function ReportPage() {
  const { edit, attendanceId } = useSearch({ strict: false }) as { edit?: string; attendanceId?: string }
  const { list } = useOutbox()
  const [gate, setGate] = useState<'ask' | 'call' | 'form' | null>(null)
  const keeping = useDraftKeeping()
  const categories = useCategories()
  const refused = list.find(({ id, state }) => id === edit && state === 'refused')
  if (keeping === null) return <Loading lines={8} />
  const at = gate ?? (edit !== undefined || keeping.safe ? 'form' : 'ask')
  const safe = (): void => {
    if (edit === undefined) keeping.keep(keeping.current())
    keeping.flush()
    setGate('form')
  }
  const startOver = (): void => {
    keeping.discard()
    setGate('ask')
  }
  if (at === 'call') return <div className="stack"><CallNow onSafe={safe} /></div>
  if (at === 'ask') return <div className="stack"><DangerQuestion onDanger={() => setGate('call')} onSafe={safe} /></div>
  return (
    <Fetched query={categories} lines={8}>
      {(known) => <ReportForm key={refused?.id ?? 'new'} categories={known} refused={refused === undefined ? null : { id: refused.id, input: refused.input as KeptReport, because: refused.problem?.code ?? null }} attendanceId={attendanceId ?? null} keeping={edit === undefined ? keeping : null} onDanger={() => setGate('call')} onStartOver={startOver} />}
    </Fetched>
  )
}

interface FormProps {
  categories: readonly Category[]
  refused: { id: string; input: KeptReport; because: string | null } | null
  attendanceId: string | null
  /** null for a report that was refused: it is in the outbox. */
  keeping: DraftKeeping | null
  onDanger: () => void
  onStartOver: () => void
}

function ReportForm({ categories, refused, attendanceId, keeping, onDanger, onStartOver }: FormProps) {
  const say = useWords('cases')
  const { me, loading } = useMe()
  const online = useOnline()
  const [draft, setDraft] = useState<Draft>(() => (refused === null ? keeping?.current() ?? emptyDraft : draftOf(refused.input)))
  const [asked, setAsked] = useState(false)
  const change = (part: Partial<Draft>): void => setDraft((before) => ({ ...before, ...part }))
  const choose = (category: Category): void => (category.emergency ? onDanger() : change({ category: category.code, answers: {} }))
  const { submit, saving, failed } = useSubmit(draft, refused, attendanceId, keeping)
  const lacks = missing(draft, categories)
  useEffect(() => { if (keeping !== null && keeping.current() !== draft) keeping.keep(draft) }, [keeping, draft])
  // Fetched while there is a connection: the page of the kept report must open without one.
  useEffect(() => { void import('./case-page.tsx').catch(() => undefined) }, [])
  // Without network nobody knows who this is: the report waits on the phone until someone signs in.
  if (me === null && !loading && online) {
    return <div className="stack"><section className="card"><p>{say('report.signIn')}</p><Link to={phonePath.signIn(phonePath.report()) as never} className="act act-main">{say('report.toSignIn')}</Link></section></div>
  }
  return (
    <form className="stack" onSubmit={(event) => { event.preventDefault(); setAsked(true); if (lacks === null) void submit() }}>
      {refused !== null && <h2>{say('report.edit')}</h2>}
      {keeping?.restored === true && <section className="card"><p role="status">{say('report.restored')}</p><button type="button" className="act" onClick={onStartOver}>{say('report.startOver')}</button></section>}
      <PhotoField shots={draft.shots} optional={categories.find(({ code }) => code === draft.category)?.photo === 'optional'} onChange={(shots) => change({ shots })} />
      <PlaceField place={draft} onChange={change} />
      <CategoryField categories={categories} chosen={draft.category} answers={draft.answers} onChoose={choose} onAnswer={(answers) => change({ answers })} />
      {draft.category !== null && draft.position !== null && !draft.pinLater && <SimilarList category={draft.category} position={draft.position} />}
      <WordsField words={draft.words} onChange={(words) => change({ words })} />
      {lacks === null && <Preview draft={draft} />}
      <div className="submit">
        {failed && <p className="problem-line" role="alert">{say('report.notKept')}</p>}
        {asked && lacks !== null && <p className="problem-line" role="alert">{say(`report.${lacks}`)}</p>}
        <button type="submit" className="act act-main" disabled={saving}>{say(saving ? 'report.saving' : 'report.submit')}</button>
      </div>
    </form>
  )
}

/** Keeps the report on the phone, which sends it as soon as it can, and shows its page. */
function useSubmit(draft: Draft, refused: FormProps['refused'], attendanceId: string | null, keeping: DraftKeeping | null): { submit: () => Promise<void>; saving: boolean; failed: boolean } {
  const { add, correct, flush, database } = useOutbox()
  const { me } = useMe()
  const navigate = useNavigate()
  const [saving, setSaving] = useState(false)
  const [failed, setFailed] = useState(false)
  const submit = async (): Promise<void> => {
    setSaving(true)
    setFailed(false)
    const id = refused?.id ?? crypto.randomUUID()
    // What was refused for its time or its patrol is sent anew without it.
    const again = refused?.because === 'too-late' || refused?.because === 'from-the-future' ? undefined : refused?.input.report.deviceTime
    const patrol = refused?.because === 'attendance-not-yours' ? null : refused?.input.report.attendanceId ?? attendanceId
    const kept = keptOf(draft, id, again ?? new Date().toISOString(), patrol)
    const command = { id, operation: 'cases.report', input: kept, subject: `case:${id}`, title: 'report' }
    try {
      keeping?.flush()
      if (refused !== null) await correct(id, kept)
      else if (keeping === null) await add(command)
      else await sendDraft(database, me?.id ?? null, command, new Date())
    } catch {
      // The phone is full, or its storage is broken: the form stays.
      setSaving(false)
      return setFailed(true)
    }
    keeping?.end()
    flush()
    void navigate({ to: phonePath.case(id) as never, replace: true })
  }
  return { submit, saving, failed }
}

function WordsField({ words, onChange }: { words: string; onChange: (words: string) => void }) {
  const say = useWords('cases')
  const marks = privateMarks(words)
  return (
    <label className="field card">
      <span>{say('report.words')}</span>
      <textarea value={words} maxLength={2000} rows={3} placeholder={say('report.wordsHint')} onChange={(event) => onChange(event.target.value)} />
      {marks.map((mark) => <p key={mark} className="problem-line" role="alert">{say('report.mark', { what: say(`report.${mark}`) })}</p>)}
    </label>
  )
}

/** What leaves the phone, before it does. */
function Preview({ draft }: { draft: Draft }) {
  const say = useWords('cases')
  const language = useLanguage()
  const { data } = useCategories()
  const answers = useAnswers(draft.category ?? '', draft.answers)
  return (
    <section className="card">
      <h2>{say('report.preview')}</h2>
      <div className="shots">{draft.shots.map((shot, at) => <img key={shot.id} className="shot-small" src={shot.href} alt={say('report.shown', { number: at + 1 })} />)}</div>
      <p><strong>{data?.find(({ code }) => code === draft.category)?.[language]}</strong></p>
      {answers.map(({ question, answer }) => <p key={question}>{say('one.asked', { question, answer })}</p>)}
      {draft.address !== '' && <p>{draft.address}</p>}
      {draft.words !== '' && <p className="said">{draft.words}</p>}
      <p className="note">{say('report.previewWho')}</p>
    </section>
  )
}
