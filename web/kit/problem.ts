import { problemWords } from 'virtual:redvest-contract'
import type { FieldError, ProblemDetails } from '../../server/platform/problem.ts'
import type { Language } from './time.ts'

/** A refusal of the server as pages meet it; `offline` when the server was not reached at all. */
export class ProblemError extends Error {
  readonly code: string
  readonly status: number
  readonly params: Readonly<Record<string, unknown>>
  readonly errors: readonly FieldError[]

  constructor(details: Pick<ProblemDetails, 'code' | 'status' | 'params' | 'errors'>) {
    super(details.code)
    this.name = 'ProblemError'
    this.code = details.code
    this.status = details.status
    this.params = details.params ?? {}
    this.errors = details.errors ?? []
  }
}

export const OFFLINE = 'offline'
/** The server has newer pages than the one that is open (parts.ts). */
export const NEW_VERSION = 'new-version'

/** The problem behind whatever was thrown; what is no refusal of the server counts as `internal`. */
export const asProblemError = (error: unknown): ProblemError => (error instanceof ProblemError ? error : new ProblemError({ code: 'internal', status: 500 }))

/** Reads a response that is no success; bodies that are no problem details become `unavailable` (502 to 504) or `internal`. */
export async function readProblem(response: Response): Promise<ProblemError> {
  if (response.headers.get('content-type')?.includes('application/problem+json')) {
    const body = (await response.json().catch(() => null)) as ProblemDetails | null
    if (typeof body?.code === 'string') return new ProblemError({ ...body, status: response.status })
  }
  const gateway = response.status >= 502 && response.status <= 504
  return new ProblemError({ code: gateway ? 'unavailable' : response.status === 404 ? 'not-found' : 'internal', status: response.status })
}

const own: Record<string, Record<Language, string>> = {
  [OFFLINE]: { zh: '没有网络，暂时连不上服务器', en: 'No connection: the server cannot be reached just now' },
  [NEW_VERSION]: { zh: '系统已更新，打开的还是旧页面', en: 'There is a new version; this page is from before' },
}

/** The words for a problem in the person's language, with `{name}` filled from its params. */
export function problemText(error: unknown, language: Language): string {
  const { code, params } = asProblemError(error)
  const words = own[code] ?? problemWords[code] ?? problemWords['internal']
  return (words?.[language] ?? code).replace(/\{(\w+)\}/g, (hole, name: string) => (params[name] === undefined ? hole : String(params[name])))
}

/** The message for one field of a form, or undefined; `path` as in the problem details, `window.endsAt`. */
export const fieldProblem = (error: unknown, path: string): string | undefined =>
  error instanceof ProblemError ? error.errors.find((one) => one.path === path)?.message : undefined

/** What a person can do about a problem: decides which act the error state offers. */
export type Remedy = 'sign-in' | 'retry' | 'reload' | 'renew' | 'back' | 'correct'

export function remedy(error: unknown): Remedy {
  const { status, code } = asProblemError(error)
  if (code === NEW_VERSION) return 'renew'
  if (code === OFFLINE || status >= 500 || status === 429) return 'retry'
  if (status === 401) return 'sign-in'
  if (status === 403 || status === 404) return 'back'
  return status === 409 ? 'reload' : 'correct'
}
