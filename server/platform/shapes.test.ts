import { expect, test } from 'vitest'
import { nameOfRegion, spokenName } from './shapes.ts'

const names = { region: (code: string) => (code === '350602' ? { name: '芗城区', nameEn: 'Xiangcheng District' } : null) }

test.each([
  ['of today in both languages', '350602', undefined, { zh: '芗城区', en: 'Xiangcheng District' }],
  ['as it was written down, in Chinese', '350602', '芗城', { zh: '芗城', en: 'Xiangcheng District' }],
  ['as it was written down when it is gone', '350699', '旧区', { zh: '旧区', en: null }],
  ['its code when nothing is known', '350699', undefined, { zh: '350699', en: null }],
])('a region is named %s', (_, code, written, name) => expect(nameOfRegion(names, code, written)).toEqual(name))

test.each([
  ['a community', 'community', 'Jinbao Community', { zh: '第三网格', en: 'Grid 3' }], ['a grid, with its community', 'grid', 'Jinbao Community', { zh: '金宝社区居委会 第三网格', en: 'Jinbao Community Grid 3' }],
  ['a grid whose community has no English name', 'grid', null, { zh: '金宝社区居委会 第三网格', en: null }],
])('%s is spoken of', (_, level, communityEn, name) => {
  const places = { region: (code: string) => (code === '350602001001' ? { name: '金宝社区居委会', nameEn: communityEn, level: 'community', path: '3506.350602001001' } : null) }
  expect(spokenName(places, { name: '第三网格', nameEn: 'Grid 3', level, path: '3506.350602001001.350602001001003' })).toEqual(name)
})
