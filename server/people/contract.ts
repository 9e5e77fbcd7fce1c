/** People: sign-in, persons and real names, consents, organisations, teams, roles. */
import { oc } from '@orpc/contract'
import { z } from 'zod'
import { defineProblems } from '../platform/problem.ts'
import { coordinate, id, instant, page, pageQuery, regionName, words } from '../platform/shapes.ts'
import { notice, readMark, unread } from './shapes.ts'

/** Mainland mobile numbers, as typed: spaces, dashes and +86 are taken off. */
export const phone = z.string().max(30).transform((typed) => typed.replace(/[\s-]/g, '').replace(/^(\+|00)?86(?=1\d{10}$)/, '')).pipe(z.string().regex(/^1[3-9]\d{9}$/))
export const code = z.string().trim().regex(/^\d{6}$/)
export const regionCode = z.string().regex(/^(\d{4}|\d{6}|\d{9}|\d{12}|\d{15}|\d{4}z\d{2})$/)
export const reason = z.string().trim().min(2).max(500)
const title = z.string().trim().min(2).max(60)

export const realNameStatus = z.enum(['unverified', 'pending', 'verified', 'rejected'])
export type RealNameStatus = z.infer<typeof realNameStatus>

/** Allowed steps of the real-name check. A verified person may be sent back when the review turns out wrong. */
export const realNameSteps = {
  submit: ['unverified', 'rejected'],
  verify: ['pending'],
  reject: ['pending', 'verified'],
} as const satisfies Record<string, readonly RealNameStatus[]>
/** True when the step may be taken in this state. */
export const realNameCan = (step: keyof typeof realNameSteps, status: RealNameStatus): boolean => (realNameSteps[step] as readonly RealNameStatus[]).includes(status)

export const language = z.enum(['zh', 'en'])
export const role = z.enum(['officer', 'police', 'liaison', 'leader'])

/** What a person can do besides walking; conditions of duties name these codes. */
export const skill = z.enum(['first-aid', 'medicine', 'law', 'mediation', 'counselling', 'driving', 'riding', 'swimming', 'fire', 'electrics', 'plumbing', 'teaching', 'elder-care', 'sign-language', 'minnan', 'drone', 'computer'])
export type Skill = z.infer<typeof skill>

export const organisationKind = z.enum(['committee', 'street-office', 'police-station', 'department', 'hospital', 'school', 'company', 'association'])
export type OrganisationKind = z.infer<typeof organisationKind>

export const teamKind = z.enum(['patrol', 'riders', 'traffic', 'mediation', 'medical', 'legal', 'fire', 'care', 'students', 'general'])
export type TeamKind = z.infer<typeof teamKind>

export const purpose = z.enum(['service-terms', 'privacy', 'real-name', 'location-tracking'])
export type Purpose = z.infer<typeof purpose>

const ofRegion = { regionCode: z.string(), regionName }

export const grant = z.object({
  id, role, personId: id, displayName: z.string(), regionCode: z.string().nullable(), regionName: regionName.nullable(),
  organisationId: id.nullable(), organisationName: z.string().nullable(), teamId: id.nullable(), teamName: z.string().nullable(), grantedAt: instant,
})
export type GrantView = z.infer<typeof grant>

export const teamCard = z.object({
  id, name: z.string(), kind: teamKind, about: z.string(), ...ofRegion, organisationId: id.nullable(), organisationName: z.string().nullable(),
  leaderId: id.nullable(), leaderName: z.string().nullable(), members: z.number().int(), closedAt: instant.nullable(),
  /** How the asker stands to it, so that the page offers the right step. */
  standing: z.enum(['none', 'requested', 'member', 'leader']),
})
export type TeamCard = z.infer<typeof teamCard>
export const teamDraft = z.object({ name: title, kind: teamKind, about: z.string().trim().max(500).default(''), regionCode, organisationId: id.nullable().default(null), leaderId: id.nullable().default(null) })
export const teamEdit = teamDraft.pick({ name: true, kind: true, about: true })
export const member = z.object({ personId: id, displayName: z.string(), realName: realNameStatus, joinedAt: instant, leader: z.boolean() })
export const joinRequest = z.object({
  id, teamId: id, teamName: z.string(), personId: id, displayName: z.string(), realName: realNameStatus, message: z.string(),
  state: z.enum(['pending', 'approved', 'refused', 'withdrawn']), createdAt: instant, decidedAt: instant.nullable(), reason: z.string().nullable(),
})
export const teamLink = z.object({ id, teamId: id, path: z.string(), createdAt: instant, expiresAt: instant, usesMax: z.number().int(), uses: z.number().int(), revokedAt: instant.nullable() })

export const organisation = z.object({ id, name: z.string(), kind: organisationKind, creditCode: z.string().nullable(), ...ofRegion, teams: z.number().int(), liaisons: z.array(z.object({ personId: id, displayName: z.string() })) })
export const organisationDraft = z.object({ name: title, kind: organisationKind, regionCode, creditCode: z.string().trim().toUpperCase().max(18).nullable().default(null) })

export const invitation = z.object({
  id, phone: z.string(), role: role.nullable(), regionName: regionName.nullable(), organisationName: z.string().nullable(), teamName: z.string().nullable(), invitedBy: z.string(),
  state: z.enum(['open', 'accepted', 'refused', 'withdrawn', 'expired']), createdAt: instant, expiresAt: instant,
})
/** Either membership of a team, or a role for a region or an organisation. */
export const invitationDraft = z.object({ phone, teamId: id.optional(), role: role.exclude(['leader']).optional(), regionCode: regionCode.optional(), organisationId: id.optional() })
  .refine((draft) => (draft.teamId !== undefined) !== (draft.role !== undefined), { message: 'either a team or a role', path: ['role'] })

export const consentText = z.object({ purpose, version: z.number().int(), title: words, body: words, required: z.boolean() })
export const consentState = z.object({ purpose, currentVersion: z.number().int(), givenVersion: z.number().int().nullable(), givenAt: instant.nullable(), withdrawnAt: instant.nullable() })

export const profile = z.object({ regionCode: regionCode.nullable(), skills: z.array(skill).max(20), language, bigLetters: z.boolean(),
  /** Text messages beside what cannot wait; stays as it is when absent. */
  textNotices: z.boolean().optional() })
export const me = z.object({
  id, phone: z.string(), displayName: z.string(), idNumber: z.string().nullable(), realName: realNameStatus, rejectedBecause: z.string().nullable(), age: z.number().int().nullable(),
  ...profile.shape, textNotices: z.boolean(), regionName: regionName.nullable(), grants: z.array(grant), teams: z.array(z.object({ id, name: z.string(), leader: z.boolean() })),
  consentsDue: z.array(purpose), invitations: z.number().int(), sessionId: id,
  /** How many notices are unread, and the newest of them that needs the person. */
  notices: unread.extend({ needing: notice.nullable() }),
})
export type Me = z.infer<typeof me>
export const session = z.object({ id, createdAt: instant, lastSeenAt: instant, device: z.string(), ip: z.string(), current: z.boolean() })

export const personCard = z.object({ id, displayName: z.string(), phone: z.string(), realName: realNameStatus, age: z.number().int().nullable(), regionCode: z.string().nullable(), regionName: regionName.nullable(), skills: z.array(skill), joinedAt: instant })
export const personDetail = personCard.extend({ idNumber: z.string().nullable(), teams: z.array(z.object({ id, name: z.string(), leader: z.boolean() })), grants: z.array(grant) })
export const fullIdentity = z.object({ name: z.string().nullable(), idNumber: z.string().nullable(), phone: z.string(), birthDate: z.string().nullable(), sex: z.enum(['female', 'male']).nullable(), guardian: z.string().nullable() })
export const application = z.object({ id, personId: id, displayName: z.string(), idNumber: z.string().nullable(), age: z.number().int().nullable(), minor: z.boolean(), regionName: regionName.nullable(), state: z.enum(['pending', 'verified', 'rejected']), submittedAt: instant, decidedAt: instant.nullable(), reason: z.string().nullable() })
export const auditEntry = z.object({ id, at: instant, actor: z.string(), actorName: z.string().nullable(), action: z.string(), subject: z.string(), reason: z.string().nullable(), details: z.record(z.string(), z.unknown()), ip: z.string().nullable() })

const tags = ['people']
const byId = z.object({ id })
const done = z.object({})
const verdict = z.enum(['approved', 'refused'])

/** Operations of people: sign-in, persons and real names, consents, organisations, teams, roles and the audit log. */
export const peopleContract = {
  requestCode: oc.route({ method: 'POST', path: '/sign-in-codes', tags, summary: 'Send a one-time code to a phone; answers alike for known and unknown phones' })
    .input(z.object({ phone: phone })).output(z.object({ expiresAt: instant, resendAfter_s: z.number().int(), demoCode: z.string().optional() })),
  signIn: oc.route({ method: 'POST', path: '/sessions', tags, summary: 'Sign in with phone and code; sets the cookie rv_session. The first sign-in makes the person' })
    .input(z.object({ phone: phone, code: code, device: z.string().trim().max(80).default('') })).output(me),
  signOut: oc.route({ method: 'DELETE', path: '/sessions/current', tags, summary: 'Sign out' }).output(done),
  mySessions: oc.route({ method: 'GET', path: '/me/sessions', tags, summary: 'Where I am signed in' }).output(z.array(session)),
  revokeSession: oc.route({ method: 'DELETE', path: '/me/sessions/{id}', tags, summary: 'End one of my sessions' }).input(byId).output(done),

  me: oc.route({ method: 'GET', path: '/me', tags, summary: 'Who I am, masked, with roles, teams and consents due' }).output(me),
  setProfile: oc.route({ method: 'PUT', path: '/me/profile', tags, summary: 'My region, skills, language, letter size and whether what cannot wait comes as a text message' }).input(profile).output(me),
  registerRealName: oc.route({ method: 'POST', path: '/me/real-name', tags, summary: 'Hand in my name and ID number for the check' })
    .input(z.object({ name: z.string().trim().min(2).max(40), idNumber: z.string().trim().max(25), guardian: z.object({ name: z.string().trim().min(2).max(40), phone: phone }).optional() })).output(me),
  myNotices: oc.route({ method: 'GET', path: '/me/notices', tags, summary: 'What concerns me, newest first; kept 90 days' })
    .input(z.object({ ...pageQuery, after: id.optional() })).output(page(notice).extend(unread.shape)),
  readNotices: oc.route({ method: 'PUT', path: '/me/notices/read', tags, summary: 'I have seen my notices up to this one, or this one alone' }).input(readMark).output(unread),
  consentTexts: oc.route({ method: 'GET', path: '/consent-texts', tags, summary: 'The texts one agrees to, newest version of each purpose' }).output(z.array(consentText)),
  myConsents: oc.route({ method: 'GET', path: '/me/consents', tags, summary: 'What I have agreed to' }).output(z.array(consentState)),
  giveConsent: oc.route({ method: 'PUT', path: '/me/consents/{purpose}', tags, summary: 'Agree to the shown version' }).input(z.object({ purpose: purpose, version: z.number().int().min(1) })).output(z.array(consentState)),
  withdrawConsent: oc.route({ method: 'DELETE', path: '/me/consents/{purpose}', tags, summary: 'Take a consent back' }).input(z.object({ purpose: purpose })).output(z.array(consentState)),
  myCopy: oc.route({ method: 'GET', path: '/me/copy', tags, summary: 'Everything people holds about me, as JSON' }).output(z.record(z.string(), z.unknown())),
  deleteMe: oc.route({ method: 'POST', path: '/me/deletion', tags, summary: 'Delete my account; needs a fresh code sent to my phone' }).input(z.object({ code: code })).output(done),
  myInvitations: oc.route({ method: 'GET', path: '/me/invitations', tags, summary: 'Invitations that wait for my answer' }).output(z.array(invitation)),
  answerInvitation: oc.route({ method: 'POST', path: '/me/invitations/{id}/answer', tags, summary: 'Accept or refuse an invitation' }).input(z.object({ id, accept: z.boolean() })).output(me),
  myJoinRequests: oc.route({ method: 'GET', path: '/me/join-requests', tags, summary: 'My requests to join teams' }).output(z.array(joinRequest)),

  people: oc.route({ method: 'GET', path: '/people', tags, summary: 'People of the asking officer’s regions, masked' })
    .input(z.object({ regionCode: regionCode.optional(), status: realNameStatus.optional(), teamId: id.optional(), ...pageQuery })).output(page(personCard)),
  findPeople: oc.route({ method: 'POST', path: '/people/lookups', tags, summary: 'People of this whole name or phone within my regions; a POST, so that no address or log holds an identity' })
    .input(z.object({ name: z.string().trim().min(2).max(40).optional(), phone: phone.optional() }).refine((words) => (words.name === undefined) !== (words.phone === undefined), { message: 'either a name or a phone', path: ['name'] })).output(z.array(personCard)),
  person: oc.route({ method: 'GET', path: '/people/{id}', tags, summary: 'One person, masked' }).input(byId).output(personDetail),
  readIdentity: oc.route({ method: 'POST', path: '/people/{id}/identity-readings', tags, summary: 'Read a full identity; needs a reason and is recorded' }).input(z.object({ id, reason: reason })).output(fullIdentity),
  applications: oc.route({ method: 'GET', path: '/real-name-applications', tags, summary: 'Real-name checks to decide, oldest first' })
    .input(z.object({ state: z.enum(['pending', 'verified', 'rejected']).default('pending'), regionCode: regionCode.optional(), ...pageQuery })).output(page(application)),
  decideApplication: oc.route({ method: 'POST', path: '/real-name-applications/{id}/decision', tags, summary: 'Verify or reject a real-name check' })
    .input(z.object({ id, verdict: z.enum(['verified', 'rejected']), reason: z.string().trim().max(500).default('') })).output(application),

  grants: oc.route({ method: 'GET', path: '/grants', tags, summary: 'Roles in force within my regions' }).input(z.object({ role: role.optional(), regionCode: regionCode.optional(), ...pageQuery })).output(page(grant)),
  grantRole: oc.route({ method: 'POST', path: '/grants', tags, summary: 'Grant a role for a region or an organisation' })
    .input(z.object({ personId: id, role: role.exclude(['leader']), regionCode: regionCode.optional(), organisationId: id.optional() })).output(grant),
  revokeGrant: oc.route({ method: 'POST', path: '/grants/{id}/revocation', tags, summary: 'Take a role back' }).input(z.object({ id, reason: reason })).output(done),
  firstOfficerOpen: oc.route({ method: 'GET', path: '/first-officer', tags, summary: 'Whether the city still waits for its first officer' }).output(z.object({ open: z.boolean() })),
  becomeFirstOfficer: oc.route({ method: 'POST', path: '/first-officer', tags, summary: 'Become the city’s first officer with the token the server printed; an empty city is founded from the national register with its centre' })
    .input(z.object({ token: z.string().max(100), regionCode: regionCode, center: coordinate.optional() })).output(me),

  organisations: oc.route({ method: 'GET', path: '/organisations', tags, summary: 'Organisations within my regions' }).input(z.object({ regionCode: regionCode.optional(), kind: organisationKind.optional(), name: z.string().trim().max(60).optional(), ...pageQuery })).output(page(organisation)),
  createOrganisation: oc.route({ method: 'POST', path: '/organisations', tags, summary: 'Enter an organisation' }).input(organisationDraft).output(organisation),
  editOrganisation: oc.route({ method: 'PUT', path: '/organisations/{id}', tags, summary: 'Correct an organisation' }).input(organisationDraft.omit({ regionCode: true }).extend({ id })).output(organisation),

  teams: oc.route({ method: 'GET', path: '/teams', tags, summary: 'The register of teams' }).input(z.object({ regionCode: regionCode.optional(), kind: teamKind.optional(), name: z.string().trim().max(60).optional(), mine: z.stringbool().default(false), ...pageQuery })).output(page(teamCard)),
  team: oc.route({ method: 'GET', path: '/teams/{id}', tags, summary: 'One team' }).input(byId).output(teamCard),
  createTeam: oc.route({ method: 'POST', path: '/teams', tags, summary: 'Found a team' }).input(teamDraft).output(teamCard),
  editTeam: oc.route({ method: 'PUT', path: '/teams/{id}', tags, summary: 'Change name, kind or description' }).input(teamEdit.extend({ id })).output(teamCard),
  closeTeam: oc.route({ method: 'POST', path: '/teams/{id}/closure', tags, summary: 'Close a team' }).input(z.object({ id, reason: reason })).output(teamCard),
  members: oc.route({ method: 'GET', path: '/teams/{id}/members', tags, summary: 'Members, masked; for the team’s own people and officers' }).input(z.object({ id, ...pageQuery })).output(page(member)),
  removeMember: oc.route({ method: 'POST', path: '/teams/{id}/members/{personId}/removal', tags, summary: 'Remove a member' }).input(z.object({ id, personId: id, reason: reason })).output(done),
  leaveTeam: oc.route({ method: 'DELETE', path: '/teams/{id}/membership', tags, summary: 'Leave a team' }).input(byId).output(done),
  handOverTeam: oc.route({ method: 'PUT', path: '/teams/{id}/leader', tags, summary: 'Hand the lead to a member' }).input(z.object({ id, personId: id })).output(teamCard),
  requestToJoin: oc.route({ method: 'POST', path: '/teams/{id}/join-requests', tags, summary: 'Ask to join a team' }).input(z.object({ id, message: z.string().trim().max(300).default('') })).output(joinRequest),
  joinRequests: oc.route({ method: 'GET', path: '/join-requests', tags, summary: 'Requests to decide, of the teams I lead or oversee' }).input(z.object({ teamId: id.optional(), ...pageQuery })).output(page(joinRequest)),
  decideJoinRequest: oc.route({ method: 'POST', path: '/join-requests/{id}/decision', tags, summary: 'Approve or refuse a request' }).input(z.object({ id, verdict, reason: z.string().trim().max(500).default('') })).output(joinRequest),
  withdrawJoinRequest: oc.route({ method: 'DELETE', path: '/join-requests/{id}', tags, summary: 'Take my request back' }).input(byId).output(done),

  teamLinks: oc.route({ method: 'GET', path: '/teams/{id}/links', tags, summary: 'QR invitations of a team' }).input(byId).output(z.array(teamLink)),
  createTeamLink: oc.route({ method: 'POST', path: '/teams/{id}/links', tags, summary: 'Make a QR invitation' })
    .input(z.object({ id, days: z.number().int().min(1).max(90).default(7), usesMax: z.number().int().min(1).max(1000).default(50) })).output(teamLink),
  revokeTeamLink: oc.route({ method: 'POST', path: '/team-links/{id}/revocation', tags, summary: 'End a QR invitation' }).input(byId).output(done),
  readTeamLink: oc.route({ method: 'GET', path: '/team-invitations/{token}', tags, summary: 'What a QR invitation leads to' }).input(z.object({ token: z.string().max(100) })).output(teamCard),
  followTeamLink: oc.route({ method: 'POST', path: '/team-invitations/{token}/acceptance', tags, summary: 'Join by QR invitation' }).input(z.object({ token: z.string().max(100) })).output(teamCard),

  invitations: oc.route({ method: 'GET', path: '/invitations', tags, summary: 'Invitations I have sent' }).input(z.object(pageQuery)).output(page(invitation)),
  invite: oc.route({ method: 'POST', path: '/invitations', tags, summary: 'Invite a phone to a team or role; nothing holds until the person signs in and accepts' }).input(invitationDraft).output(invitation),
  withdrawInvitation: oc.route({ method: 'POST', path: '/invitations/{id}/withdrawal', tags, summary: 'Take an invitation back' }).input(byId).output(done),

  auditLog: oc.route({ method: 'GET', path: '/audit', tags, summary: 'Who did or read what within my regions, newest first' })
    .input(z.object({ action: z.string().max(60).optional(), actor: id.optional(), subject: z.string().max(80).optional(), from: instant.optional(), to: instant.optional(), ...pageQuery })).output(page(auditEntry)),
}

/** Refusals of people besides the common ones. */
export const peopleProblems = defineProblems({
  'code-wrong': { status: 400, zh: '验证码不对或已过期', en: 'The code is wrong or has expired' },
  'id-number-invalid': { status: 400, zh: '身份证号码有误，请核对', en: 'The ID number is not valid, please check it' },
  'credit-code-invalid': { status: 400, zh: '统一社会信用代码有误，请核对', en: 'The unified social credit code is not valid' },
  'identity-refused': { status: 409, zh: '此身份信息无法登记，请联系所在社区核实', en: 'This identity cannot be registered; please ask your community office' },
  'already-registered': { status: 409, zh: '您已提交实名信息', en: 'You have already handed in your real name' },
  'too-young': { status: 403, zh: '未满14周岁不能自行登记', en: 'Children under 14 cannot register by themselves' },
  'guardian-needed': { status: 400, zh: '未满18周岁，请填写监护人姓名和电话', en: 'Under 18: please give a guardian’s name and phone' },
  'consent-outdated': { status: 409, zh: '条款已更新，请阅读新版', en: 'The text has changed, please read the new version' },
  'credit-code-taken': { status: 409, zh: '该代码已登记', en: 'An organisation with this code is entered already' },
  'region-unknown': { status: 400, zh: '没有这个辖区', en: 'There is no such region' },
  'region-needed': { status: 409, zh: '请先选择您所在的社区', en: 'Please choose your community first' },
  'reason-needed': { status: 400, zh: '请填写理由', en: 'Please give a reason' },
  'real-name-needed': { status: 409, zh: '需先通过实名认证并年满18周岁', en: 'The real name must be verified and the person 18 or older' },
  'own-rights': { status: 403, zh: '不能给自己授权或审核自己', en: 'Nobody grants or decides for themselves' },
  'already-granted': { status: 409, zh: '已有此角色', en: 'This role is already held' },
  'already-member': { status: 409, zh: '已是队员', en: 'Already a member' },
  'already-requested': { status: 409, zh: '已提交过申请', en: 'There is already a request' },
  'not-a-member': { status: 409, zh: '不是本队队员', en: 'Not a member of this team' },
  'leader-stays': { status: 409, zh: '队长请先移交队伍', en: 'The leader hands the team over first' },
  'team-closed': { status: 409, zh: '队伍已解散', en: 'The team is closed' },
  'invitation-over': { status: 410, zh: '邀请已失效', en: 'The invitation is no longer valid' },
  'first-officer-closed': { status: 409, zh: '首位管理员已经设立', en: 'The city already has its first officer' },
  'token-wrong': { status: 403, zh: '令牌不对', en: 'The token is wrong' },
})
