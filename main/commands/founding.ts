import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Outcome, ParsedOf } from '../contract/call';
import type { commands } from '../contract/commands';
import type { Proposed } from '../domain/entry';
import { identifierTaken } from '../domain/people/decide';
import { addStarter, releaseChecklist, requestRelease } from '../domain/procedure/decide';
import { type Sample, type SampleWorkOrder, sampleInputs, sampleSchema } from '../domain/procedure/sample';
import { refuse } from '../domain/refusal';
import { openWorkOrder } from '../domain/run/open';
import { foundSite } from '../identity/foundSite';
import { openKeyStore } from '../identity/keyStore';
import { createUserKey } from '../identity/signIn';
import { type CommonPasswords, judgeSecret } from '../identity/strength';
import {
  holdsSite,
  inTheWay,
  makeSite,
  notFree,
  type OpenSite,
  openSite,
  type SitePlaces,
} from '../site/site';
import { hashOf } from './hash';
import { shownNow } from './shownTo';
import { readStarters } from './siteCommands';
import { type Acting, contextFor, newId, record, type Station } from './station';

export type Founding = {
  readonly places: SitePlaces;
  readonly resources: string;
  readonly common: CommonPasswords;
  readonly now: () => number;
  readonly stationOver: (site: OpenSite) => Station;
  /** How far the making is, in words for the screen. */
  readonly progress: (done: number, total: number, words: string) => void;
};
type CreateArgs = ParsedOf<(typeof commands)['createSite']>;

/** First run: makes a site with its first admin. The secret is judged before anything is written. */
export async function createSite(founding: Founding, args: CreateArgs): Promise<Outcome<object>> {
  const refusal = notEmpty(founding);
  if (refusal) return refusal;
  const judged = judgeSecret(
    args.secret,
    { siteName: args.siteName, personal: [args.name, args.identifier] },
    founding.common,
  );
  if (!judged.ok)
    return refuse('weak-secret', `${judged.message} What you typed is kept.`, { ...judged.fields });
  const admin = { name: args.name, identifier: args.identifier, secret: args.secret };
  await found(
    founding,
    { siteName: args.siteName, station: args.station, admin, sample: false },
    async () => undefined,
  );
  return { ok: true, answer: { seq: 2, at: new Date(founding.now()).toISOString() } };
}

function notEmpty({ places }: Founding) {
  if (holdsSite(places.folder))
    return refuse(
      'taken',
      `There is a site in ${places.folder} already. Nothing was changed. Start the app again to open it.`,
    );
  const name = inTheWay(places.folder);
  return name === undefined ? undefined : refuse('folder', notFree(places.folder, name));
}

type NewSiteArgs = {
  siteName: string;
  station: string;
  admin: { name: string; identifier: string; secret: string };
  sample: boolean;
};

/** Makes keys, ledger and first entries in a folder of its own, which becomes the site only when all of it is there. */
async function found(
  founding: Founding,
  args: NewSiteArgs,
  fill: (station: Station, admin: Acting) => Promise<void>,
): Promise<void> {
  const { places, now } = founding;
  await makeSite(places.folder, async (inside) => {
    const adminId = newId('user');
    const keys = openKeyStore(join(inside, 'keys'), places.protector);
    const made = await foundSite(keys, {
      siteName: args.siteName,
      deviceName: args.station,
      adminId,
      secret: args.admin.secret,
      at: new Date(now()),
    });
    const opened = openSite({ ...places, folder: inside });
    if (!opened.ok) throw new Error(opened.message);
    const station = founding.stationOver(opened.site);
    const { identity } = made;
    const entries: Proposed[] = [
      {
        type: 'site.created',
        stream: identity.site,
        body: {
          site: identity.site,
          name: args.siteName,
          rootKey: identity.rootKey,
          certificate: identity.rootCertificate,
          sample: args.sample,
        },
      },
      {
        type: 'device.enrolled',
        stream: made.device.id,
        body: {
          device: made.device.id,
          station: args.station,
          key: made.device.key.publicKey,
          certificate: identity.deviceCertificate,
          statement: JSON.stringify(identity.enrolment.statement),
          signature: identity.enrolment.signature,
          recipient: made.recipient,
        },
      },
      {
        type: 'user.enrolled',
        stream: adminId,
        body: {
          user: adminId,
          name: args.admin.name.trim(),
          identifier: args.admin.identifier.trim(),
          role: 'admin',
          key: made.adminKey.publicKey,
        },
      },
    ];
    const done = await record(station, newId('command'), entries, undefined, () => ({}));
    if (!done.ok) throw new Error(done.message);
    await fill(station, { user: adminId, role: 'admin', session: newId('session'), key: made.adminKey });
    opened.site.drafts.close();
    await opened.site.ledger.close();
  });
}

/** Makes the sample site: four people, one of each role, the starters released, and work orders to begin with. */
export async function openSample(founding: Founding): Promise<Outcome<object>> {
  const refusal = notEmpty(founding);
  if (refusal) return refusal;
  const sample = sampleSchema.parse(
    JSON.parse(readFileSync(join(founding.resources, 'sample', 'site.json'), 'utf8')),
  );
  const first = sample.people.find((p) => p.role === 'admin');
  if (!first) throw new Error('The sample site has no admin.');
  const steps = sample.people.length + sample.starters.length;
  let done = 0;
  const step = (words: string): void => founding.progress(++done, steps, words);
  const admin = { name: first.name, identifier: first.identifier, secret: sample.secret };
  founding.progress(0, steps, 'Making the keys of the site');
  const args = { siteName: sample.site.name, station: sample.site.station, admin, sample: true };
  await found(founding, args, async (station, acting) => {
    step(`${first.name} is enrolled`);
    const others = sample.people.filter((p) => p !== first);
    const supervisor = await enrolOthers(station, acting, others, sample.secret, step);
    for (const id of sample.starters) {
      const starter = readStarters(station.resources).find((s) => s.id === id);
      if (!starter) throw new Error(`The sample names starter ${id}, which is not there.`);
      const { checklist, jobType } = await decided(station, acting, (ctx) =>
        addStarter(station.world.site, starter, ctx),
      );
      await release(station, acting, supervisor, checklist);
      const orders = sample.workOrders.filter((w) => w.starter === id);
      for (const order of orders) await openSampleOrder(station, supervisor, order, jobType);
      step(`“${starter.name}” is released`);
    }
  });
  return { ok: true, answer: { seq: 0, at: new Date(founding.now()).toISOString() } };
}

/** Enrols everybody but the admin, keys first. Answers with the supervisor, who releases what the admin wrote. */
async function enrolOthers(
  station: Station,
  admin: Acting,
  people: Sample['people'],
  secret: string,
  step: (words: string) => void,
): Promise<Acting> {
  let supervisor: Acting | undefined;
  for (const { name, identifier, role } of people) {
    const taken = identifierTaken(station.world.site, identifier);
    if (taken) throw new Error(taken.message);
    const user = newId('user');
    const key = await createUserKey(station.site.keys, user, secret);
    const body = { user, name, identifier, role, key: key.publicKey };
    await commit(station, admin, [{ type: 'user.enrolled', stream: user, body }]);
    if (role === 'supervisor') supervisor = { user, role, session: newId('session'), key };
    step(`${name} is enrolled`);
  }
  if (!supervisor) throw new Error('The sample site has nobody to release checklists.');
  return supervisor;
}

async function openSampleOrder(
  station: Station,
  by: Acting,
  order: SampleWorkOrder,
  jobType: string,
): Promise<void> {
  const today = new Date(station.now()).toISOString().slice(0, 10);
  const due = new Date(station.now() + order.dueInMinutes * 60_000).toISOString();
  const { title, asset, lot } = order;
  const args = { title, jobType, asset, lot, due, inputs: sampleInputs(order, today) };
  await decided(station, by, (ctx) => openWorkOrder(station.world.site, args, false, ctx));
}

async function release(station: Station, author: Acting, releaser: Acting, checklist: string): Promise<void> {
  const list = station.world.site.checklists.get(checklist);
  if (!list) throw new Error('The starter made no checklist.');
  const documentHash = hashOf(list.draft);
  await decided(station, author, () =>
    requestRelease(station.world.site, {
      checklist,
      reason: 'First release, as it comes from the library',
      documentHash,
    }),
  );
  const shown = shownNow(station.world, { what: 'release', checklist });
  if (!shown) throw new Error('There is nothing to release.');
  await decided(station, releaser, (ctx) =>
    releaseChecklist(station.world.site, { checklist, shown: shown.digest, documentHash }, ctx),
  );
}

async function decided<A>(
  station: Station,
  acting: Acting,
  decide: (ctx: ReturnType<typeof contextFor>) => import('../domain/entry').Decision<A>,
): Promise<A> {
  const decision = decide(contextFor(station, acting));
  if (!decision.ok) throw new Error(decision.message);
  await commit(station, acting, decision.entries);
  return decision.answer;
}

async function commit(station: Station, acting: Acting, entries: readonly Proposed[]): Promise<void> {
  const done = await record(station, newId('command'), entries, acting, () => ({}));
  if (!done.ok) throw new Error(done.message);
}
