import { validate, version } from 'uuid'
import { describe, expect, it } from 'vitest'
import { newId } from './ids.ts'

describe('ids', () => {
  it('are UUIDs of version 7 that carry the time, none twice, each after the one before it', () => {
    const began = Date.now()
    const ids = Array.from({ length: 20_000 }, newId)
    expect(ids.every((id) => validate(id) && version(id) === 7)).toBe(true)
    expect(new Set(ids).size).toBe(ids.length)
    expect(ids.toSorted()).toEqual(ids)
    const made = parseInt((ids[0] as string).replace('-', '').slice(0, 12), 16)
    expect(made).toBeGreaterThanOrEqual(began)
    expect(made).toBeLessThanOrEqual(Date.now())
  })
})
