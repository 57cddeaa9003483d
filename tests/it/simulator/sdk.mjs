// One day of an admin through a published SDK: sign in, look around, onboard, share, take back, offboard.
import assert from 'node:assert/strict';
import { createSigmaClient } from 'sigma-computing-rest-api-sdk';

const baseUrl = process.env.SIMULATOR;
const sigma = createSigmaClient({ baseUrl, clientId: 'demo-client', clientSecret: 'demo-secret' });
const all = (list) => list.toArray();

const me = await sigma.whoami.get();
const members = await all(sigma.members.listAll());
assert(members.length > 300);
assert.equal(members.find((member) => member.memberId === me.userId).email, 'sigma-portal@lumen.example');

const member = await sigma.members.create({
  email: 'jane@lumen.example', firstName: 'Jane', lastName: 'Doe', memberType: 'View',
});
const team = await sigma.teams.create({ name: 'Data Team' });
await team.membersResource.update({ add: [member.memberId] });
assert.equal((await all(team.membersResource.listAll()))[0].userId, member.memberId);
assert.deepEqual((await all(member.teams.listAll())).map(({ name }) => name), ['Data Team']);

const workspaces = await all(sigma.workspaces.listAll());
assert(workspaces.some(({ name }) => name === 'Finance'));
const workbook = (await all(sigma.workbooks.listAll())).find(({ isArchived }) => !isArchived);
const grantee = { memberId: member.memberId };
const grant = await sigma.grants.upsert({ inodeId: workbook.workbookId, grantee, permission: 'view' });
assert.equal(grant.urlId, workbook.workbookUrlId);
assert((await all(member.accessibleInodes.listAll())).some(({ id }) => id === workbook.workbookId));
await sigma.grants.delete(grant.grantId);
assert.equal((await all(member.accessibleInodes.listAll())).length, 0);

const [{ connectionId }] = await all(sigma.connections.listAll());
const connection = await sigma.connections.get(connectionId);
assert.deepEqual(await connection.test(), { read: 'SUCCESS', write: 'SUCCESS' });
assert((await all(connection.grants.listAll())).length > 0);
const types = (await all(sigma.accountTypes.listAll())).map(({ accountTypeName }) => accountTypeName);
assert.deepEqual(types, ['View', 'Act', 'Analyze', 'Build', 'Admin', 'Contractor']);
assert((await all(sigma.datasets.listAll())).length > 0);
assert((await all(sigma.userAttributes.listAll())).some(({ name }) => name === 'Region'));

await sigma.members.update(member.memberId, { firstName: 'Janet' });
await sigma.members.delete(member.memberId);
assert.equal((await sigma.members.get(member.memberId)).isArchived, true);
await assert.rejects(sigma.members.get('nobody'), { statusCode: 404, code: 'not_found', message: 'Member not found' });
console.log('sdk: ok');
