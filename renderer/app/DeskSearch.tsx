import { useNavigate } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import type { Role } from '../../main/domain/entry';
import { ask, type Problem } from '../api';
import { SearchField } from '../kit/TextField';
import './desk.css';

/** One search in the title bar: takes the number of a work order, typed or scanned, and opens it. Ctrl K brings the focus here. */
export function DeskSearch({ role }: { role: Role }) {
  const navigate = useNavigate();
  const input = useRef<HTMLInputElement>(null);
  const [text, setText] = useState('');
  const [said, setSaid] = useState<string | null>(null);

  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== 'k') return;
      event.preventDefault();
      input.current?.focus();
      input.current?.select();
    };
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, []);

  const open = async () => {
    const number = text.trim();
    if (number === '') return;
    try {
      const { workOrder } = await ask('findWorkOrder', { number });
      if (workOrder === null) {
        setSaid(`No work order has the number “${number}”. Look it up under Work orders.`);
        return;
      }
      setText('');
      setSaid(null);
      if (role === 'operator') await navigate({ to: '/run/$workOrder', params: { workOrder } });
      else await navigate({ to: '/closure/$workOrder', params: { workOrder } });
    } catch (problem) {
      setSaid((problem as Problem).message);
    }
  };

  return (
    <div className="desk-search">
      <SearchField
        label="Work order number, or scan"
        value={text}
        onChange={(next) => {
          setText(next);
          setSaid(null);
        }}
        onSubmit={() => void open()}
        keys="Ctrl K"
        inputRef={input}
      />
      {said !== null && (
        <p className="desk-search-said" role="status">
          {said}
        </p>
      )}
    </div>
  );
}
