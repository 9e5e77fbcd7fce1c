import { expect, test } from 'vitest'
import { regionWords } from './region.ts'

test.each([
  ['金宝社区居委会', '金宝社区'], ['金宝社区居民委员会', '金宝社区'], ['下沙居委会', '下沙社区'], ['后塘村委会', '后塘村'], ['后塘村民委员会', '后塘村'], ['金宝社区居委会 第三网格', '金宝社区 第三网格'], ['后塘村委会 第一网格', '后塘村 第一网格'], ['东铺头街道', '东铺头街道'], ['第三网格', '第三网格'],
])('%s is %s in a narrow line', (zh, short) => {
  expect([regionWords({ zh, en: null }, 'zh'), regionWords({ zh, en: null }, 'zh', 'short')]).toEqual([zh, short])
})

test.each([
  [{ zh: '金宝社区居委会', en: 'Jinbao Community' }, 'Jinbao Community'], [{ name: '金宝社区居委会', nameEn: 'Jinbao Community' }, 'Jinbao Community'], [{ zh: '金宝社区居委会', en: null }, '金宝社区'], [null, ''],
])('%j is "%s" in a narrow English line', (name, english) => expect(regionWords(name, 'en', 'short')).toBe(english))
