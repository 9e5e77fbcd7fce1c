/** Every operation of the platform; the server implements it, the pages call it, OpenAPI describes it. */
import { dutiesContract } from './duties/contract.ts'
import { ledgerContract } from './ledger/contract.ts'
import { peopleContract } from './people/contract.ts'
import { placesContract } from './places/contract.ts'

export const contract = {
  places: placesContract,
  people: peopleContract,
  ledger: ledgerContract,
  duties: dutiesContract,
}
