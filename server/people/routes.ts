import { implement } from '@orpc/server'
import type { RequestContext } from '../platform/http.ts'
import { peopleContract } from './contract.ts'
import type { People } from './people.ts'
import { sessionCookie } from './sign-in/sessions.ts'

const done = {}
/** More namesakes than this in one region are told apart by phone. */
const FOUND_MAX = 100
const secure = (context: RequestContext): boolean => context.request.protocol === 'https'

const os = implement(peopleContract).$context<RequestContext>()

/** Signing in and out, which also set the cookie. */
const sessionRoutes = (people: People) => ({
  requestCode: os.requestCode.handler(({ input, context }) => people.requestCode(input, context.ip)),
  signIn: os.signIn.handler(async ({ input, context }) => {
    const { actor, token, expiresAt } = await people.signIn(input, context.ip)
    context.reply.header('set-cookie', sessionCookie(token, expiresAt, secure(context)))
    return people.me(actor)
  }),
  signOut: os.signOut.handler(async ({ context }) => {
    await people.signOut(context.actor)
    context.reply.header('set-cookie', sessionCookie('', new Date(0), secure(context)))
    return done
  }),
  mySessions: os.mySessions.handler(({ context }) => people.mySessions(context.actor)),
  revokeSession: os.revokeSession.handler(async ({ input, context }) => (await people.revokeSession(context.actor, input.id), done)),
})

/** Binds the operations to the verbs. */
export const peopleRoutes = (people: People) =>
  os.router({
    ...sessionRoutes(people),
    me: os.me.handler(({ context }) => people.me(context.actor)),
    setProfile: os.setProfile.handler(({ input, context }) => people.setProfile(context.actor, input)),
    registerRealName: os.registerRealName.handler(async ({ input, context }) => (await people.registerRealName(context.actor, input), people.me(context.actor))),
    myNotices: os.myNotices.handler(({ input, context }) => people.myNotices(context.actor, input)),
    readNotices: os.readNotices.handler(({ input, context }) => people.readNotices(context.actor, input)),
    consentTexts: os.consentTexts.handler(() => people.consentTexts()),
    myConsents: os.myConsents.handler(({ context }) => people.myConsents(context.actor)),
    giveConsent: os.giveConsent.handler(({ input, context }) => people.giveConsent(context.actor, input, context.ip)),
    withdrawConsent: os.withdrawConsent.handler(({ input, context }) => people.withdrawConsent(context.actor, input)),
    myCopy: os.myCopy.handler(({ context }) => people.myCopy(context.actor)),
    deleteMe: os.deleteMe.handler(async ({ input, context }) => (await people.deleteMe(context.actor, input), done)),
    myInvitations: os.myInvitations.handler(({ context }) => people.myInvitations(context.actor)),
    answerInvitation: os.answerInvitation.handler(async ({ input, context }) => (await people.answerInvitation(context.actor, input), people.me(context.actor))),
    myJoinRequests: os.myJoinRequests.handler(({ context }) => people.myJoinRequests(context.actor)),

    people: os.people.handler(({ input, context }) => people.searchPeople(context.actor, input)),
    findPeople: os.findPeople.handler(async ({ input, context }) => (await people.searchPeople(context.actor, { ...input, limit: FOUND_MAX })).items),
    person: os.person.handler(({ input, context }) => people.personDetail(context.actor, input.id)),
    readIdentity: os.readIdentity.handler(({ input, context }) => people.readIdentity(context.actor, input, context.ip)),
    applications: os.applications.handler(({ input, context }) => people.applications(context.actor, input)),
    decideApplication: os.decideApplication.handler(({ input, context }) => people.decideApplication(context.actor, input)),

    grants: os.grants.handler(({ input, context }) => people.grants(context.actor, input)),
    grantRole: os.grantRole.handler(({ input, context }) => people.grantRole(context.actor, input)),
    revokeGrant: os.revokeGrant.handler(async ({ input, context }) => (await people.revokeGrant(context.actor, input), done)),
    firstOfficerOpen: os.firstOfficerOpen.handler(() => people.firstOfficerOpen()),
    becomeFirstOfficer: os.becomeFirstOfficer.handler(async ({ input, context }) => (await people.becomeFirstOfficer(context.actor, input), people.me(context.actor))),

    organisations: os.organisations.handler(({ input, context }) => people.organisations(context.actor, input)),
    createOrganisation: os.createOrganisation.handler(({ input, context }) => people.createOrganisation(context.actor, input)),
    editOrganisation: os.editOrganisation.handler(({ input, context }) => people.editOrganisation(context.actor, input)),

    teams: os.teams.handler(({ input, context }) => people.teams(context.actor, input)),
    team: os.team.handler(({ input, context }) => people.team(context.actor, input.id)),
    createTeam: os.createTeam.handler(({ input, context }) => people.createTeam(context.actor, input)),
    editTeam: os.editTeam.handler(({ input, context }) => people.editTeam(context.actor, input)),
    closeTeam: os.closeTeam.handler(({ input, context }) => people.closeTeam(context.actor, input)),
    members: os.members.handler(({ input, context }) => people.members(context.actor, input)),
    removeMember: os.removeMember.handler(async ({ input, context }) => (await people.removeMember(context.actor, input), done)),
    leaveTeam: os.leaveTeam.handler(async ({ input, context }) => (await people.leaveTeam(context.actor, input.id), done)),
    handOverTeam: os.handOverTeam.handler(({ input, context }) => people.handOverTeam(context.actor, input)),
    requestToJoin: os.requestToJoin.handler(({ input, context }) => people.requestToJoin(context.actor, input)),
    joinRequests: os.joinRequests.handler(({ input, context }) => people.joinRequests(context.actor, input)),
    decideJoinRequest: os.decideJoinRequest.handler(({ input, context }) => people.decideJoinRequest(context.actor, input)),
    withdrawJoinRequest: os.withdrawJoinRequest.handler(async ({ input, context }) => (await people.withdrawJoinRequest(context.actor, input.id), done)),

    teamLinks: os.teamLinks.handler(({ input, context }) => people.teamLinks(context.actor, input.id)),
    createTeamLink: os.createTeamLink.handler(({ input, context }) => people.createTeamLink(context.actor, input)),
    revokeTeamLink: os.revokeTeamLink.handler(async ({ input, context }) => (await people.revokeTeamLink(context.actor, input.id), done)),
    readTeamLink: os.readTeamLink.handler(({ input, context }) => people.readTeamLink(context.actor, input.token)),
    followTeamLink: os.followTeamLink.handler(({ input, context }) => people.followTeamLink(context.actor, input.token)),

    invitations: os.invitations.handler(({ input, context }) => people.invitations(context.actor, input)),
    invite: os.invite.handler(({ input, context }) => people.invite(context.actor, input)),
    withdrawInvitation: os.withdrawInvitation.handler(async ({ input, context }) => (await people.withdrawInvitation(context.actor, input.id), done)),

    auditLog: os.auditLog.handler(({ input, context }) => people.auditLines(context.actor, input)),
  })
