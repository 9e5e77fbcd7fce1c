import './photos.css'
import { useRef, useState } from 'react'
import { Icon } from '../icons.tsx'
import { useWords } from '../words.ts'
import { takeShot, type Shot } from './photo.ts'

const SHOTS_MAX = 9

/** Up to nine photos, each shown as it will be sent and removable before that. */
export function PhotoShots({ shots, onChange }: { shots: readonly Shot[]; onChange: (shots: readonly Shot[]) => void }) {
  const say = useWords('cases')
  const input = useRef<HTMLInputElement>(null)
  const [broken, setBroken] = useState(false)
  const add = async (files: FileList | null): Promise<void> => {
    const taken = await Promise.allSettled([...files ?? []].slice(0, SHOTS_MAX - shots.length).map(takeShot))
    setBroken(taken.some(({ status }) => status === 'rejected'))
    onChange([...shots, ...taken.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))])
  }
  const remove = (shot: Shot): void => {
    URL.revokeObjectURL(shot.href)
    onChange(shots.filter((one) => one !== shot))
  }
  return (
    <>
      <div className="shots">
        {shots.map((shot, at) => (
          <div key={shot.id} className="shot">
            <img src={shot.href} alt={say('report.shown', { number: at + 1 })} />
            <button type="button" aria-label={say('report.remove', { number: at + 1 })} onClick={() => remove(shot)}><Icon name="close" /></button>
          </div>
        ))}
        {shots.length < SHOTS_MAX && <button type="button" className="shot-add" onClick={() => input.current?.click()}><Icon name="report" size={32} /><span>{say('report.add')}</span></button>}
      </div>
      <input ref={input} type="file" accept="image/*" capture="environment" multiple hidden data-photos onChange={(event) => { void add(event.target.files); event.target.value = '' }} />
      {broken && <p className="problem-line" role="alert">{say('report.photoBroken')}</p>}
    </>
  )
}
