import { againstPeer, hypercore } from './peers';

export const benchCase = againstPeer('hypercore, one by one, not synced', 0.7, 200, hypercore);
