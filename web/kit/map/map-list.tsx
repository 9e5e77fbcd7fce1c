import { useWords } from '../words.ts'
import type { MapLayer } from './features.ts'

const SHOWN_MAX = 100

/** The same things as on the map, as words: for screen readers, for devices without WebGL, and for who likes lists. */
export function MapList({ layers, onPick }: { layers: readonly MapLayer[]; onPick: ((layer: string, id: string) => void) | undefined }) {
  const say = useWords('kit')
  const filled = layers.filter((layer) => layer.features.length > 0)
  return (
    <div className="map-list" role="region" aria-label={say('map.list')}>
      {filled.length === 0 && <p>{say('map.nothing')}</p>}
      {filled.map((layer) => (
        <section key={layer.id}>
          <h3>{layer.title} ({layer.features.length})</h3>
          <ul>
            {layer.features.slice(0, SHOWN_MAX).map(({ properties: { id, label, note } }) => (
              <li key={id}><button type="button" onClick={() => onPick?.(layer.id, id)}>{label ?? id}{note !== undefined && <small>{note}</small>}</button></li>
            ))}
          </ul>
        </section>
      ))}
    </div>
  )
}
