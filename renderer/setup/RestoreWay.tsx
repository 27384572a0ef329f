import { History } from 'lucide-react';
import { useState } from 'react';
import { RestoreDialog } from '../app/RestoreDialog';
import { Button } from '../kit/Button';
import './restore.css';

/** The way back: a machine that lost its site, or a new one in its place, opens a backup of it. */
export function RestoreWay({ why }: { why?: string | undefined }) {
  const [open, setOpen] = useState(false);
  return (
    <section className="setup-join" aria-labelledby="setup-restore">
      <div>
        <h2 id="setup-restore">Restore from a backup</h2>
        <p>After a lost machine or lost records. What it holds is shown first.</p>
      </div>
      <Button icon={History} size="touch" onPress={() => setOpen(true)} why={why} whyPlace="hidden">
        Restore from a backup…
      </Button>
      {open && <RestoreDialog isOverSite={false} onClose={() => setOpen(false)} />}
    </section>
  );
}
