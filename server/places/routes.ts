import { implement } from '@orpc/server'
import type { RequestContext } from '../platform/http.ts'
import { placesContract } from './contract.ts'
import type { Places } from './places.ts'

export const placesRoutes = (places: Places) => {
  const os = implement(placesContract).$context<RequestContext>()
  return os.router({
    city: os.city.handler(() => places.city()),
    renameCity: os.renameCity.handler(({ input, context }) => places.renameCity(context.actor, input)),
    register: os.register.handler(() => places.register()),
    regions: os.regions.handler(({ input }) => places.showRegions(input)),
    regionAt: os.regionAt.handler(({ input }) => places.showRegionAt(input)),
    region: os.region.handler(({ input }) => places.showRegion(input.code)),
    boundary: os.boundary.handler(({ input }) => places.showBoundary(input.code)),
    childBoundaries: os.childBoundaries.handler(({ input }) => places.showChildBoundaries(input.code)),
    createZone: os.createZone.handler(({ input, context }) => places.createZone(context.actor, input)),
    removeZone: os.removeZone.handler(({ input, context }) => places.removeZone(context.actor, input.code)),
    moveRegion: os.moveRegion.handler(({ input, context }) => places.moveRegion(context.actor, input)),
  })
}
