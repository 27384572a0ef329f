import type { JobType } from '../../main/domain/procedure/jobType';
import { Card } from '../kit/Card';
import './workorders.css';

/** What a job type asks for besides its inputs: when the work is accepted, and what is looked at before step 1. */
export function JobTypeFacts({ jobType }: { jobType: JobType }) {
  return (
    <div className="work-aside">
      <Card title="It is accepted when" aside={`Risk ${jobType.riskClass}`}>
        <Lines lines={jobType.acceptance} none="This job type names no acceptance criteria." />
      </Card>
      <Card title="Before step 1">
        <Lines lines={jobType.prerequisites} none="Nothing is checked before step 1." />
      </Card>
    </div>
  );
}

function Lines({ lines, none }: { lines: readonly { id: string; text: string }[]; none: string }) {
  if (lines.length === 0) return <p className="text-2">{none}</p>;
  return (
    <ul className="work-criteria">
      {lines.map((line) => (
        <li key={line.id}>{line.text}</li>
      ))}
    </ul>
  );
}
