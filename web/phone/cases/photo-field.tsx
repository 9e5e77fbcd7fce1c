import type { Shot } from '../../kit/photos/photo.ts'
import { PhotoShots } from '../../kit/photos/photo-shots.tsx'
import { useWords } from '../../kit/words.ts'

/** One to nine photos of a report. */
export function PhotoField({ shots, onChange }: { shots: readonly Shot[]; onChange: (shots: readonly Shot[]) => void }) {
  const say = useWords('cases')
  return (
    <section className="card">
      <h2>{say('report.photos')}</h2>
      <p>{say('report.photosHint')}</p>
      <PhotoShots shots={shots} onChange={onChange} />
      <p className="note">{say('report.photoNote')}</p>
    </section>
  )
}
