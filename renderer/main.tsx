import { QueryClientProvider } from '@tanstack/react-query';
import { createRoot } from 'react-dom/client';
import './kit/base.css';
import { followLedger, queryClient } from './api';
import { App } from './app/App';

followLedger();

const host = document.getElementById('app');
if (!host) throw new Error('index.html has no #app');
createRoot(host).render(
  <QueryClientProvider client={queryClient}>
    <App />
  </QueryClientProvider>,
);
