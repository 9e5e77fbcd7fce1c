/** What the build reads out of server/contract.ts: addresses of the operations and the words of every refusal, without the shapes. */
declare module 'virtual:redvest-contract' {
  export const contract: typeof import('../../server/contract.ts').contract
  export const problemWords: Readonly<Record<string, { zh: string; en: string }>>
}
