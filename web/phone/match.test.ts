import { expect, it } from 'vitest'
import { matchPage } from './match.ts'
import type { PhonePage } from './routes.ts'

const pages: PhonePage[] = ['/', '/duties/$id', '/duties/near', '/me/records'].map((path) => ({ path, load: () => Promise.reject(new Error('not shown')) }))
it.each([['/', '/'], ['/duties/7', '/duties/$id'], ['/duties/near', '/duties/near'], ['/me/records/', '/me/records'], ['/duties', undefined], ['/duties/7/8', undefined]])('finds the page of %s', (pathname, path) => expect(matchPage(pages, pathname)?.path).toBe(path))
