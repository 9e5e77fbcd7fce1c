import { expect, it } from 'vitest'
import { comes, NOTHING_CAME, standsOf, type ComingNews } from './coming.ts'

const after = (...news: ComingNews[]) => standsOf(news.reduce(comes, NOTHING_CAME))

it.each<[what: string, news: ComingNews[], stands: string]>([
  ['is loading before anything came', [], 'loading'],
  ['is loading while tiles come and until the first whole picture', ['opened', 'tile', 'tile'], 'loading'],
  ['is there with the first whole picture', ['opened', 'tile', 'drawn'], 'there'],
  ['is slow when that takes long, and may still come', ['opened', 'late'], 'slow'],
  ['is there after all', ['opened', 'late', 'tile', 'drawn'], 'there'],
  ['is groundless where no piece of the ground could be had', ['opened', 'no-tile', 'no-tile', 'drawn'], 'groundless'],
  ['is there where one piece of many is missing', ['opened', 'tile', 'no-tile', 'drawn'], 'there'],
  ['is there when the ground comes later, as with the network', ['opened', 'no-tile', 'drawn', 'tile'], 'there'],
  ['is groundless again where asking once more brings nothing', ['opened', 'no-tile', 'drawn', 'again', 'no-tile'], 'groundless'],
  ['says nothing while it is asked once more', ['opened', 'no-tile', 'drawn', 'again'], 'there'],
  ['is there where there is nothing to fetch', ['opened', 'drawn'], 'there'],
  ['begins anew with other colours or words', ['opened', 'tile', 'drawn', 'opened'], 'loading'],
])('a map %s', (_, news, stands) => expect(after(...news)).toBe(stands))
