/** All operations of the server in one contract. Pure: the pages are typed from it. */
import { casesContract } from './cases/contract.ts'
import { dutiesContract } from './duties/contract.ts'
import { ledgerContract } from './ledger/contract.ts'
import { peopleContract } from './people/contract.ts'
import { placesContract } from './places/contract.ts'
import { statisticsContract } from './statistics/contract.ts'
import { trackingContract } from './tracking/contract.ts'

export const contract = {
  places: placesContract,
  people: peopleContract,
  ledger: ledgerContract,
  tracking: trackingContract,
  duties: dutiesContract,
  cases: casesContract,
  statistics: statisticsContract,
}
