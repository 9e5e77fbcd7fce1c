import { CityMap } from '../../kit/map/map.tsx'
import { useWords } from '../../kit/words.ts'
import { useCity } from '../../kit/city.ts'

/** The map of the city as the first thing an officer sees. */
export default function SituationPage() {
  const say = useWords('console')
  const city = useCity()
  return <CityMap label={say('situation.map', { city: city.name })} bounds={city.bounds} />
}
