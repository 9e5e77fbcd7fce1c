import { useWords } from '../words.ts'
import { length_m, metresWords, pointsMissing, undoPoint, type Drawing } from './drawing.ts'

/**
 * What has been drawn so far and how to take it back. Keyboards pan the map with the arrow keys and add its centre.
 * @param onAddCentre null while the map is not there
 */
export function DrawBar({ drawing, onDraw, onAddCentre }: { drawing: Drawing; onDraw: (drawing: Drawing) => void; onAddCentre: (() => void) | null }) {
  const say = useWords('kit')
  const missing = pointsMissing(drawing)
  const count = drawing.points.length
  return (
    <div className="draw-bar" role="toolbar" aria-label={say(drawing.kind === 'route' ? 'map.drawRoute' : 'map.drawArea')}>
      <p aria-live="polite">
        {count === 0 ? say(drawing.kind === 'route' ? 'map.drawRoute' : 'map.drawArea') : say('map.drawn', { count, length: metresWords(length_m(drawing)) })}
        {count > 0 && missing > 0 && ` · ${say('map.tooFew', { count: missing })}`}
      </p>
      <button type="button" className="act" disabled={onAddCentre === null} onClick={() => onAddCentre?.()}>{say('map.addCentre')}</button>
      <button type="button" className="act" disabled={count === 0} onClick={() => onDraw(undoPoint(drawing))}>{say('act.undo')}</button>
      <button type="button" className="act" disabled={count === 0} onClick={() => onDraw({ ...drawing, points: [] })}>{say('act.clear')}</button>
    </div>
  )
}
