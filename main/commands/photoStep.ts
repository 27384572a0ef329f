import { elsewhere } from '../domain/run/holder';
import { emptySlots, nextStep } from '../domain/run/nextStep';
import { placeDraft, type Station } from './station';

/**
 * Whether the person at a window stands at a step that takes a photo now: signed in, in the run that the window was left at,
 * at the step to do, with a photo slot still empty. It is what the camera is given for.
 */
export function isPhotoStepOpen(station: Station, window: number): boolean {
  const sitting = station.sessions.state(window);
  if (sitting.kind !== 'open' || !station.world.site.people.get(sitting.user.id)?.active) return false;
  const place = station.site.drafts.of(sitting.user.id, placeDraft)[placeDraft] ?? '';
  const workOrder = /^\/run\/(wo_[0-9a-f-]{36})(?:[/?].*)?$/.exec(place)?.[1];
  if (workOrder === undefined) return false;
  const state = station.world.caseOf(workOrder);
  const document = station.world.documentFor(state);
  if (document === undefined || state.run === undefined || state.closure !== undefined) return false;
  if (elsewhere(station.world.site, state, { device: station.site.device.id }) !== undefined) return false;
  const next = nextStep(state, document, new Date(station.now()).toISOString());
  return next !== undefined && emptySlots(state, next.step).some((slot) => slot.kind === 'photo');
}
