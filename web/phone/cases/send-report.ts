import type { Report } from '../../../server/cases/contract.ts'
import { client } from '../../kit/client.ts'
import { uploadPhotos } from '../../kit/photos/upload.ts'

/** What the outbox keeps of a report: everything but the photos' ids, and the photos themselves. */
export interface KeptReport {
  report: Omit<Report, 'photos'>
  photos: ArrayBuffer[]
}

/** Uploads the photos and then the report; sent again after a break it makes no second case, because the server knows its id. */
export async function sendReport({ report, photos }: KeptReport): Promise<unknown> {
  return client.cases.report({ ...report, photos: await uploadPhotos(photos) })
}
