import type { AnyContractRouter } from '@orpc/contract'
import { OpenAPIGenerator } from '@orpc/openapi'
import { ZodToJsonSchemaConverter } from '@orpc/zod/zod4'
import type { ProblemTable } from '../problem.ts'

/** One operation as OpenAPI writes it, in the parts that we read again. */
export interface DescribedOperation {
  summary?: string
  /** The same in Chinese. */
  'x-summary-zh'?: string
  description?: string
  tags?: string[]
  operationId?: string
  parameters?: { name: string; in: string; required?: boolean; schema?: unknown; description?: string }[]
  requestBody?: { required?: boolean; content: Record<string, { schema?: unknown }> }
  responses?: Record<string, unknown>
}
export type DescribedPaths = Record<string, Record<string, DescribedOperation>>
export interface ApiDescription {
  openapi: string
  info: { title: string; version: string; description?: string }
  paths: DescribedPaths
  [part: string]: unknown
}

/** What the contracts say in English only. */
export interface ApiChinese {
  title: string
  about: string
  tags: Readonly<Record<string, string>>
  /** By the id of the operation. */
  summaries: Readonly<Record<string, string>>
}

export interface ApiWords {
  title: string
  version: string
  /** Routes beside the contract (raw bodies, tiles), as OpenAPI paths. */
  plainRoutes?: DescribedPaths | undefined
  /** Every refusal of the platform, for the list of codes. */
  problems?: ProblemTable | undefined
  chinese?: ApiChinese | undefined
}

export const NO_CHINESE: ApiChinese = { title: '', about: '', tags: {}, summaries: {} }

const PROBLEM = { $ref: '#/components/responses/Problem' }

/** The OpenAPI 3.1 description of the contract and the plain routes, where every operation may answer with a problem. */
export async function describeApi(contract: AnyContractRouter, { title, version, plainRoutes = {}, problems = {}, chinese = NO_CHINESE }: ApiWords): Promise<ApiDescription> {
  const generator = new OpenAPIGenerator({ schemaConverters: [new ZodToJsonSchemaConverter()] })
  const made = (await generator.generate(contract, {
    info: { title, version, description: 'Times are ISO 8601 in UTC, positions WGS-84 longitude and latitude. Whoever is signed in sends the cookie rv_session. A refusal is a problem document (RFC 9457) with a stable code.' },
    servers: [{ url: '/api' }],
  })) as unknown as ApiDescription
  const paths = { ...made.paths, ...plainRoutes }
  for (const operation of Object.values(paths).flatMap((path) => Object.values(path))) {
    operation.responses = { ...operation.responses, default: PROBLEM }
    const summary = chinese.summaries[operation.operationId ?? '']
    if (summary !== undefined) operation['x-summary-zh'] = summary
  }
  const { schemas, ...components } = (made['components'] ?? {}) as { schemas?: object }
  return {
    ...made, paths,
    components: {
      ...components,
      schemas: { ...schemas, Problem: problemSchema(Object.keys(problems)) },
      responses: { Problem: { description: 'Refused: a problem document', content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } } } },
    },
  }
}

const problemSchema = (codes: readonly string[]): object => ({
  type: 'object', required: ['type', 'title', 'status', 'code'],
  properties: {
    type: { type: 'string' }, title: { type: 'string', description: 'in English' }, status: { type: 'integer' },
    code: { type: 'string', description: 'stable; words for people follow from it', ...(codes.length > 0 ? { examples: codes } : {}) },
    params: { type: 'object', additionalProperties: true, description: 'what the words leave open, such as `retryAfter_s`' },
    errors: { type: 'array', description: 'fields of the input that were refused', items: { type: 'object', required: ['path', 'code', 'message'], properties: { path: { type: 'string' }, code: { type: 'string' }, message: { type: 'string' } } } },
  },
})
