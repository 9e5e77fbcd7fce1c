import type { Shot } from '../../kit/photos/photo.ts'
import { PhotoShots } from '../../kit/photos/photo-shots.tsx'
import { useWords } from '../../kit/words.ts'

/** Up to nine photos of a report; `optional` for what cannot be seen or must not be photographed. */
export function PhotoField({ shots, optional, onChange }: { shots: readonly Shot[]; optional: boolean; onChange: (shots: readonly Shot[]) => void }) {
  const say = useWords('cases')
  return (
    <section className="card">
      <h2>{say('report.photos')}</h2>
      <p>{say(optional ? 'report.photosOptional' : 'report.photosHint')}</p>
      <PhotoShots shots={shots} onChange={onChange} />
      <p className="note">{say('report.photoNote')}</p>
    </section>
  )
}
