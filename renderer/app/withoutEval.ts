import { z } from 'zod';

// The strict CSP has no eval; without this zod would try one and leave a violation in the record. Imported before any schema is used.
z.config({ jitless: true });
