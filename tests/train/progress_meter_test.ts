import { assertEquals, assertThrows } from "@std/assert";
import { ProgressMeter } from "../../lib/train/progress_meter.ts";

/** A meter, and the hand of its clock. */
function meterAndClock(total: number) {
  const clock = { seconds: 0 };
  const meter = new ProgressMeter(total, () => 1_000 * clock.seconds);
  return { meter, clock };
}

Deno.test("ProgressMeter.text() gives the time left at the mean rate", () => {
  const { meter, clock } = meterAndClock(1_000);
  assertEquals(meter.text(), "0% 0/1,000, starting");
  clock.seconds = 10;
  meter.add(20);
  assertEquals(meter.text(), "2% 20/1,000 2.0/s, 8 min 10 s left");
  meter.add(5);
  clock.seconds = 100;
  assertEquals(meter.text(), "2% 25/1,000 0.3/s, 1 h 05 min left");
});

Deno.test("ProgressMeter.text() gives the time taken at the end", () => {
  const { meter, clock } = meterAndClock(10);
  clock.seconds = 0.05;
  meter.add(10);
  assertEquals(meter.text(), "100% 10/10 200/s, 1 s in all");
});

Deno.test("ProgressMeter.text() separates thousands, and leaves out what it is told to", () => {
  const { meter, clock } = meterAndClock(92_137);
  clock.seconds = 30;
  meter.add(39_851);
  assertEquals(meter.text(), "43% 39,851/92,137 1,328/s, 40 s left");
  assertEquals(meter.text({ rate: false }), "43% 39,851/92,137, 40 s left");
  const least = { rate: false, count: false };
  assertEquals(meter.text(least), "43%, 40 s left");
});

Deno.test("ProgressMeter.add() never passes the total", () => {
  const { meter } = meterAndClock(2);
  meter.add(3);
  assertEquals(meter.done, 2);
  assertEquals(meter.secondsLeft, 0);
});

Deno.test("ProgressMeter of nothing is at its end", () => {
  const { meter } = meterAndClock(0);
  assertEquals(meter.text(), "100% 0/0, 0 s in all");
});

for (const total of [-1, NaN, Infinity]) {
  Deno.test(`ProgressMeter refuses a total of ${total}`, () => {
    const error = assertThrows(() => new ProgressMeter(total), RangeError);
    assertEquals(
      error.message,
      `Cannot show progress as total must be a finite number >= 0: got ${total}`,
    );
  });
}

Deno.test("ProgressMeter stays within its total, and says slow rates", () => {
  assertEquals(new ProgressMeter(0).secondsLeft, 0);
  const meter = new ProgressMeter(10);
  meter.add(-5);
  assertEquals(meter.done, 0);
  meter.add(NaN);
  assertEquals(meter.done, 0);
  meter.add(50);
  assertEquals([meter.done, meter.secondsLeft], [10, 0]);
  let now = 0;
  const slow = new ProgressMeter(100, () => now);
  const tenth = new ProgressMeter(100, () => now);
  now = 10_000;
  tenth.add(1);
  assertEquals(tenth.text(), "1% 1/100 0.1/s, 16 min 30 s left");
  now = 60_000;
  slow.add(1);
  assertEquals(slow.text(), "1% 1/100 0.017/s, 1 h 39 min left");
});
