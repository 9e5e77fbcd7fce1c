import { expect, test } from 'vitest'
import { nameOfRegion } from './shapes.ts'

const names = { region: (code: string) => (code === '350602' ? { name: '芗城区', nameEn: 'Xiangcheng District' } : null) }

test.each([
  ['of today in both languages', '350602', undefined, { zh: '芗城区', en: 'Xiangcheng District' }],
  ['as it was written down, in Chinese', '350602', '芗城', { zh: '芗城', en: 'Xiangcheng District' }],
  ['as it was written down when it is gone', '350699', '旧区', { zh: '旧区', en: null }],
  ['its code when nothing is known', '350699', undefined, { zh: '350699', en: null }],
])('a region is named %s', (_, code, written, name) => expect(nameOfRegion(names, code, written)).toEqual(name))
