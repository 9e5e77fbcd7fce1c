/**
 * Refusals as data. Each module's contract declares its problems once: a stable code, the HTTP status and the
 * words in both languages. The server throws them, the API documents them, the pages show them.
 * Pure: imported by server and web.
 */
export interface ProblemKind {
  /** HTTP status; 404 also stands for "outside your scope". */
  readonly status: number
  readonly zh: string
  readonly en: string
}
export type ProblemTable = Readonly<Record<string, ProblemKind>>

/** One field of the input that was refused: a JSON path such as `window.endsAt` and a stable code. */
export interface FieldError {
  path: string
  code: string
  message: string
}

export const defineProblems = <T extends ProblemTable>(table: T): T => table

/** The problems that any operation may answer with. */
export const commonProblems = defineProblems({
  'invalid-input': { status: 400, zh: '填写的内容有误', en: 'Something in the input is not right' },
  'sign-in-required': { status: 401, zh: '请先登录', en: 'Please sign in first' },
  'terms-needed': { status: 403, zh: '需要先同意相关条款', en: 'Please agree to the terms first' },
  'not-allowed': { status: 403, zh: '您没有此项权限', en: 'You do not have the role for this' },
  'not-found': { status: 404, zh: '没有找到', en: 'Not found' },
  'method-not-allowed': { status: 405, zh: '该地址不支持这种请求方法', en: 'This address does not answer that method' },
  'wrong-state': { status: 409, zh: '当前状态不能进行此操作', en: 'This step is not allowed in the present state' },
  'too-large': { status: 413, zh: '内容过大', en: 'The content is too large' },
  'media-type-unsupported': { status: 415, zh: '不支持这种内容类型', en: 'This type of content is not taken here' },
  'too-many-requests': { status: 429, zh: '操作太频繁，请稍后再试', en: 'Too many attempts, please wait a little' },
  'internal': { status: 500, zh: '系统出错，已记录，请稍后再试', en: 'Something broke on our side and was recorded; please try again later' },
  'unavailable': { status: 503, zh: '服务暂不可用，请稍后再试', en: 'The service is not available just now' },
})

export type CommonCode = keyof typeof commonProblems

/** Thrown by verbs, answered as RFC 9457 problem details. `params` fill what the words leave open and reach the page. */
export class Problem extends Error {
  readonly code: string
  readonly status: number
  readonly kind: ProblemKind
  readonly params: Readonly<Record<string, unknown>>
  readonly fields: readonly FieldError[]

  constructor(code: string, kind: ProblemKind, params: Readonly<Record<string, unknown>> = {}, fields: readonly FieldError[] = []) {
    super(kind.en)
    this.name = 'Problem'
    this.code = code
    this.status = kind.status
    this.kind = kind
    this.params = params
    this.fields = fields
  }
}

/** Makes a thrower for a module's table: `const refuse = refuser(dutyProblems); throw refuse('duty-full')`. */
export const refuser = <T extends ProblemTable>(table: T) =>
  (code: Extract<keyof T, string>, params: Readonly<Record<string, unknown>> = {}, fields: readonly FieldError[] = []): Problem =>
    new Problem(code, table[code] as ProblemKind, params, fields)

export const refuse = refuser(commonProblems)

/** RFC 9457 body. `title` is English; pages look the code up in their words. */
export interface ProblemDetails {
  type: string
  title: string
  status: number
  code: string
  detail?: string
  params?: Readonly<Record<string, unknown>>
  errors?: readonly FieldError[]
}

export const toProblemDetails = (problem: Problem): ProblemDetails => ({
  type: `urn:redvest:problem:${problem.code}`,
  title: problem.kind.en,
  status: problem.status,
  code: problem.code,
  ...(Object.keys(problem.params).length > 0 ? { params: problem.params } : {}),
  ...(problem.fields.length > 0 ? { errors: problem.fields } : {}),
})
