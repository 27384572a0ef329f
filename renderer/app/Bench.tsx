import { Lock, LogOut, Monitor, Moon, Sun } from 'lucide-react';
import { type ReactNode, useRef, useState } from 'react';
import { Popover } from 'react-aria-components';
import { command, useAsk } from '../api';
import { BenchShell } from '../kit/BenchShell';
import { Button } from '../kit/Button';
import { Notice } from '../kit/Notice';
import '../kit/picker.css';
import { SaveMark } from '../kit/SaveMark';
import './bench.css';
import { DiskNotice } from './DiskNotice';
import { flushDrafts } from './drafts';
import { clock, roleName } from './format';
import { useNow } from './useNow';
import type { Sender } from './useSend';

export interface BenchProps {
  title: ReactNode;
  note?: ReactNode;
  back?: { label: string; onPress: () => void };
  /** The screen's commands: gives the saved mark, and the bar when something failed. */
  sender?: Sender;
  /** One line under the top bar, such as an open break-glass. */
  mode?: ReactNode;
  /** Lower left: Block, Break glass. */
  left?: ReactNode;
  /** Lower right, one primary. */
  primary?: ReactNode;
  children: ReactNode;
}

/** The operator's frame: what is worked on, whether it is saved, the clock, who is at the keys, and the foot with the moves. */
export function Bench({ sender, children, ...rest }: BenchProps) {
  const status = useAsk('status', {}).data;
  const now = useNow();
  const who = useWho();
  if (status?.person === undefined) return null;
  const { person } = status;
  const fault = sender?.problem?.problem.code === 'fault' ? sender.problem.problem : undefined;
  return (
    <>
      <BenchShell
        {...rest}
        saved={<SaveMark state={sender?.saveState ?? 'saved'} />}
        clock={clock(now)}
        person={{ name: person.name, role: roleName(person.role) }}
        personNote="lock or switch"
        onPerson={who.open}
      >
        <DiskNotice disk={status.disk} />
        {fault !== undefined && (
          <div className="bench-fault">
            <Notice
              kind="fault"
              title={fault.message}
              incident={fault.incident}
              actions={sender?.again ? <Button onPress={sender.again}>Save again</Button> : undefined}
            >
              What you entered is kept on this screen.
            </Notice>
          </div>
        )}
        {children}
      </BenchShell>
      {who.menu(status.theme)}
    </>
  );
}

/** Lock, hand the station to the next person, and how the screen looks. The work stays where it is. */
function useWho() {
  const anchor = useRef<Element | null>(null);
  const [isOpen, setOpen] = useState(false);
  const leave = async (how: 'locked' | 'signed-out') => {
    await flushDrafts();
    await command('signOut', { how });
  };
  const open = () => {
    anchor.current = document.querySelector('.k-who');
    setOpen(true);
  };
  const menu = (theme: 'system' | 'light' | 'dark') => (
    <Popover
      className="k-popover bench-who"
      data-size="touch"
      aria-label="You and this station"
      triggerRef={anchor}
      isOpen={isOpen}
      onOpenChange={setOpen}
      placement="bottom end"
      offset={8}
    >
      <div className="bench-who-part">
        <Button
          size="touch"
          icon={Lock}
          autoFocus
          onPress={() => void leave('locked')}
          note="Your work stays open for you"
        >
          Lock
        </Button>
        <Button
          size="touch"
          icon={LogOut}
          onPress={() => void leave('signed-out')}
          note="For the next person at this station"
        >
          Sign out or switch
        </Button>
      </div>
      <div className="bench-who-part bench-who-look" role="group" aria-label="How the screen looks">
        {looks.map(({ id, label, icon }) => (
          <Button
            key={id}
            size="touch"
            icon={icon}
            aria-pressed={id === theme}
            onPress={() => void command('setTheme', { theme: id })}
          >
            {label}
          </Button>
        ))}
      </div>
    </Popover>
  );
  return { open, menu };
}

const looks = [
  { id: 'light', label: 'Light', icon: Sun },
  { id: 'dark', label: 'Dark', icon: Moon },
  { id: 'system', label: 'As the machine', icon: Monitor },
] as const;
