import { expect, test } from 'vitest'
import { shortRegion } from './region.ts'

test.each([
  ['金宝社区居委会', '金宝社区'], ['金宝社区居民委员会', '金宝社区'], ['下沙居委会', '下沙社区'], ['后塘村委会', '后塘村'], ['后塘村民委员会', '后塘村'], ['东铺头街道', '东铺头街道'], ['第三网格', '第三网格'],
])('%s is %s in a narrow line', (name, short) => expect(shortRegion(name)).toBe(short))
