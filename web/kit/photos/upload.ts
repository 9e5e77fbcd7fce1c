import { fetchOrRefuse } from '../client.ts'

/** Uploads pictures one after the other and returns their ids in order; they belong to nobody's case until an operation names them. */
export async function uploadPhotos(jpegs: readonly ArrayBuffer[]): Promise<string[]> {
  const ids: string[] = []
  for (const jpeg of jpegs) {
    const response = await fetchOrRefuse('/api/photos', { method: 'POST', headers: { 'content-type': 'image/jpeg' }, body: jpeg })
    ids.push((await response.json() as { id: string }).id)
  }
  return ids
}
