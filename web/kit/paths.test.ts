import { expect, it } from 'vitest'
import { consolePath, phonePath } from './paths.ts'

type Builder = (part?: never) => string
const ofOne = new Set(['duty', 'editDuty', 'case', 'team', 'record'])
const shown = (paths: Record<string, Builder>): string[] => Object.entries(paths).map(([name, path]) => `${name} ${ofOne.has(name) ? path('an id/7' as never) : path()}`)

it('gives every console page its address', () => expect(shown(consolePath as unknown as Record<string, Builder>)).toMatchSnapshot())
it('gives every phone page its address', () => expect(shown(phonePath as unknown as Record<string, Builder>)).toMatchSnapshot())
it('keeps filters in the address and leaves out the empty ones', () => expect(consolePath.cases({ state: '受理', region: undefined, words: '', page: 2 })).toBe('/cases?state=%E5%8F%97%E7%90%86&page=2'))
