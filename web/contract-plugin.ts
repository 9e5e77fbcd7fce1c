import { minifyContractRouter } from '@orpc/contract'
import type { Plugin } from 'vite'
import { contract } from '../server/contract.ts'
import { problems } from '../server/problems.ts'

const CONTRACT = 'virtual:redvest-contract'

/** Gives pages the addresses of all operations and the words of all refusals, and leaves the shapes (and zod) on the server. */
export const contractPlugin = (): Plugin => ({
  name: 'redvest-contract',
  resolveId: (id) => (id === CONTRACT ? `\0${CONTRACT}` : undefined),
  load: (id) => {
    if (id !== `\0${CONTRACT}`) return undefined
    const words = Object.fromEntries(Object.entries(problems).map(([code, { zh, en }]) => [code, { zh, en }]))
    return `export const contract = ${JSON.stringify(minifyContractRouter(contract))}\nexport const problemWords = ${JSON.stringify(words)}`
  },
})
