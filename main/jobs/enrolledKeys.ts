import type { SiteState } from '../domain/procedure/site';
import { type Enrolment, verifyEnrolment } from '../identity/enrolment';
import { fromBase64 } from '../proof/encoding';
import type { BundleKeys } from '../sync/bundle';

/** Keys of devices by what the site's root signed about them: what is held here first, then what the bundle brings. */
export function enrolledKeys(
  rootKey: string,
  site: SiteState,
  keys: Pick<BundleKeys, 'devices'>,
): (device: string) => Uint8Array | undefined {
  const known = new Map<string, Uint8Array>();
  for (const { statement, signature } of [...keys.devices, ...site.devices]) {
    let enrolment: Enrolment;
    try {
      enrolment = { statement: JSON.parse(statement), signature };
    } catch {
      continue;
    }
    if (!verifyEnrolment(rootKey, enrolment)) continue;
    const key = fromBase64(enrolment.statement.deviceKey);
    if (key) known.set(enrolment.statement.device, key);
  }
  return (device) => known.get(device);
}
