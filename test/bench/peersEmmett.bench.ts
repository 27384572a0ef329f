import { againstPeer, emmett } from './peers';

export const benchCase = againstPeer('emmett-sqlite, one by one, synced', 4, 100, emmett);
