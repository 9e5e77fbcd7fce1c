import type { Report } from '../../../server/cases/contract.ts'
import { client, fetchOrRefuse } from '../../kit/client.ts'

/** What the outbox keeps of a report: everything but the photos' ids, and the photos themselves. */
export interface KeptReport {
  report: Omit<Report, 'photos'>
  photos: ArrayBuffer[]
}

/** Uploads the photos and then the report; sent again after a break it makes no second case, because the server knows its id. */
export async function sendReport({ report, photos }: KeptReport): Promise<unknown> {
  const ids: string[] = []
  for (const jpeg of photos) {
    const response = await fetchOrRefuse('/api/photos', { method: 'POST', headers: { 'content-type': 'image/jpeg' }, body: jpeg })
    ids.push((await response.json() as { id: string }).id)
  }
  return client.cases.report({ ...report, photos: ids })
}
