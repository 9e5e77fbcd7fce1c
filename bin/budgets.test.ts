import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { bundleFaults, dependencyFaults, fileFaults, folderFaults, functionFaults, sources, unfinishedFaults } from './budgets.ts'

const root = join(import.meta.dirname, '..')
const files = sources(root)

describe('the repository keeps to its budgets', () => {
  it.each([
    ['lines of a file', () => fileFaults(files)],
    ['lines of a function', () => functionFaults(files)],
    ['files of a folder', () => folderFaults(files)],
    ['nothing unfinished, no test left out', () => unfinishedFaults(files)],
    ['dependencies, each with its reason and its use', () => dependencyFaults(root, files)],
    ['first loads', () => bundleFaults(root) ?? []],
  ])('%s', (_, faults) => expect(faults()).toEqual([]))
})

describe('a budget names the place and the fix', () => {
  const long = (lines: number): string => `const a = 1\nexport function f() {\n${'  a\n'.repeat(lines - 2)}}\n`

  it('counts the lines of a function, after wide characters too', () => {
    expect(functionFaults([{ path: 'server/a.ts', text: long(70) }])).toEqual([])
    expect(functionFaults([{ path: 'server/a.ts', text: `// 红马甲\n${long(71)}` }])).toEqual([expect.stringMatching(/^server\/a\.ts:3 has a function of 71 lines, at most 70: give/)])
    expect(functionFaults([{ path: 'web/a.tsx', text: long(71) }])).toEqual([])
  })

  it('counts files, tests left aside', () => {
    const folder = Array.from({ length: 15 }, (_, i) => ({ path: `server/x/${i}.ts`, text: '' }))
    expect(folderFaults([...folder, { path: 'server/x/a.test.ts', text: '' }])).toEqual([])
    expect(folderFaults([...folder, { path: 'server/x/a.ts', text: '' }])).toEqual([expect.stringContaining('server/x holds 16 source files')])
    expect(folderFaults([{ path: 'server/x/y/z/a.ts', text: '' }])).toEqual([expect.stringContaining('one is enough')])
  })

  it('sees what is unfinished or left out', () => {
    const mark = ['TO', 'DO'].join('')
    expect(unfinishedFaults([{ path: 'server/a.test.ts', text: `// ${mark} later\nit${'.only'}('x', f)` }])).toEqual([expect.stringContaining('a.test.ts:1'), expect.stringContaining('a.test.ts:2')])
  })

  it('refuses a long file', () => expect(fileFaults([{ path: 'a.ts', text: 'x\n'.repeat(401) }])).toHaveLength(1))
})
