import './map-state.css'
import { useWords } from '../words.ts'
import type { Stands } from './coming.ts'

/** Over a map that is not there yet, or lacks its ground: a quiet word, and what can be done. Nothing moves by it. It stays when there is nothing to say, for only what changes in it is read aloud. */
export function MapState({ stands, onRetry }: { stands: Stands; onRetry: () => void }) {
  const say = useWords('kit')
  return (
    <div className={`map-state map-state-${stands}`} role="status">
      {stands !== 'there' && <p>{say(`map.${stands}`)}</p>}
      {(stands === 'slow' || stands === 'groundless') && <button type="button" className="act" onClick={onRetry}>{say('act.retry')}</button>}
    </div>
  )
}

/** The place of a map whose engine or bounds are still fetched. */
export function MapWaiting() {
  const say = useWords('kit')
  return <div className="map map-waiting"><div className="map-state map-state-loading"><p>{say('map.loading')}</p></div></div>
}
