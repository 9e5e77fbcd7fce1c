import { useWords } from '../words.ts'
import type { MapLayer } from './features.ts'

const SHOWN_MAX = 100

/** The same things as on the map, as words: for screen readers, for devices without WebGL, and for who likes lists. */
export function MapList({ layers, onPick, notice }: { layers: readonly MapLayer[]; onPick: ((layer: string, id: string) => void) | undefined; notice: string }) {
  const say = useWords('kit')
  // What has no words of its own belongs to something that has.
  const filled = layers.map((layer) => ({ ...layer, features: layer.features.filter(({ properties: { label } }) => label !== '') })).filter((layer) => layer.features.length > 0)
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
      {notice !== '' && <p className="map-list-notice">{notice}</p>}
    </div>
  )
}
