import './demo-mark.css'
import { useCity } from './city.ts'
import { useWords } from './words.ts'

/** In the demo every page says that people and events are invented; nothing elsewhere. */
export function DemoMark() {
  const say = useWords('kit')
  const { demo } = useCity()
  return demo ? <small className="demo-mark" title={say('demo.what')}>{say('demo.mark')}</small> : null
}
