import { QueryClientProvider } from '@tanstack/react-query';
import { createRoot } from 'react-dom/client';
import { z } from 'zod';
import './kit/base.css';
import { followLedger, queryClient } from './api';
import { App } from './app/App';

// The strict CSP has no eval; without this zod would try one and leave a violation in the record.
z.config({ jitless: true });
followLedger();

const host = document.getElementById('app');
if (!host) throw new Error('index.html has no #app');
createRoot(host).render(
  <QueryClientProvider client={queryClient}>
    <App />
  </QueryClientProvider>,
);
