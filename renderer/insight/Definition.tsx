import { CircleQuestionMark } from 'lucide-react';
import { Button, Dialog, DialogTrigger, Popover } from 'react-aria-components';

/** What a number counts, in plain words, behind a question mark. */
export function Definition({ of, children }: { of: string; children: string }) {
  return (
    <DialogTrigger>
      <Button className="k-icon-button ins-ask" aria-label={`What is counted: ${of}`}>
        <CircleQuestionMark className="k-icon" aria-hidden="true" />
      </Button>
      <Popover className="k-popover ins-definition" offset={4} placement="bottom end">
        <Dialog className="ins-definition-words" aria-label={`What is counted: ${of}`}>
          <p>{children}</p>
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}
