import './map-state.css'
import { useWords } from '../words.ts'
import type { Stands } from './coming.ts'

/** Over a map that is not there yet, or lacks its ground: a quiet word, and what can be done. Nothing moves by it. */
export function MapState({ stands, onRetry }: { stands: Exclude<Stands, 'there'>; onRetry?: () => void }) {
  const say = useWords('kit')
  return (
    <div className={`map-state map-state-${stands}`} role="status">
      <p>{say(`map.${stands}`)}</p>
      {stands !== 'loading' && onRetry !== undefined && <button type="button" className="act" onClick={onRetry}>{say('act.retry')}</button>}
    </div>
  )
}

/** The place of a map whose engine or bounds are still fetched. */
export function MapWaiting() {
  return <div className="map map-waiting"><MapState stands="loading" /></div>
}
