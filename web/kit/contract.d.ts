/** What the build reads out of server/contract.ts: addresses of the operations and the words of every refusal, without the shapes. */
declare module 'virtual:redvest-contract' {
  import type { contract as whole } from '../../server/contract.ts'
  export const contract: typeof whole
  export const problemWords: Readonly<Record<string, { zh: string; en: string }>>
}
