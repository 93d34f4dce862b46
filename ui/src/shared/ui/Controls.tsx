import { Check, ChevronDown, Minus } from "lucide-react";
import { Checkbox as RadixCheckbox, Select as RadixSelect, Slider as RadixSlider, ToggleGroup } from "radix-ui";

import styles from "./Controls.module.css";

interface CheckboxProps {
  checked: boolean | "indeterminate";
  onChange: (checked: boolean) => void;
  label: string;
}

export function Checkbox({ checked, onChange, label }: CheckboxProps) {
  return (
    <RadixCheckbox.Root className={styles.checkbox} checked={checked} onCheckedChange={(next) => onChange(next === true)} aria-label={label}>
      <RadixCheckbox.Indicator>{checked === "indeterminate" ? <Minus /> : <Check />}</RadixCheckbox.Indicator>
    </RadixCheckbox.Root>
  );
}

interface ChoiceProps<T extends string> {
  label: string;
  value: T;
  options: readonly (readonly [T, string])[];
  onChange: (value: T) => void;
}

/** A few exclusive choices, all visible. */
export function Segments<T extends string>({ label, value, options, onChange }: ChoiceProps<T>) {
  return (
    <ToggleGroup.Root type="single" className={styles.segments} aria-label={label} value={value} onValueChange={(next) => next && onChange(next as T)}>
      {options.map(([key, text]) => (
        <ToggleGroup.Item key={key} value={key} className={styles.segment}>
          {text}
        </ToggleGroup.Item>
      ))}
    </ToggleGroup.Root>
  );
}

/** One of several, behind a button. */
export function Select<T extends string>({ label, value, options, onChange }: ChoiceProps<T>) {
  return (
    <RadixSelect.Root value={value} onValueChange={(next) => onChange(next as T)}>
      <RadixSelect.Trigger className={styles.select} aria-label={label}>
        <RadixSelect.Value />
        <ChevronDown aria-hidden />
      </RadixSelect.Trigger>
      <RadixSelect.Portal>
        <RadixSelect.Content className={styles.options} position="popper" sideOffset={4} collisionPadding={8}>
          <RadixSelect.Viewport>
            {options.map(([key, text]) => (
              <RadixSelect.Item key={key} value={key} className={styles.option}>
                <RadixSelect.ItemText>{text}</RadixSelect.ItemText>
                <RadixSelect.ItemIndicator>
                  <Check />
                </RadixSelect.ItemIndicator>
              </RadixSelect.Item>
            ))}
          </RadixSelect.Viewport>
        </RadixSelect.Content>
      </RadixSelect.Portal>
    </RadixSelect.Root>
  );
}

interface SliderProps {
  label: string;
  value: number;
  min?: number;
  max: number;
  step: number;
  onChange: (value: number) => void;
  /** Once, when the hand lets go: for what is dear to redo. */
  onCommit?: (value: number) => void;
  /** The value in words, read out instead of the number: "step 40 of 100". */
  words?: string;
  /** As wide as its place instead of a small control's width. */
  wide?: boolean;
}

export function Slider({ label, value, min = 0, max, step, onChange, onCommit, words, wide }: SliderProps) {
  return (
    <RadixSlider.Root
      className={styles.slider}
      data-wide={wide || undefined}
      value={[value]}
      min={min}
      max={max}
      step={step}
      onValueChange={([next]) => onChange(next ?? min)}
      onValueCommit={([next]) => onCommit?.(next ?? min)}
    >
      <RadixSlider.Track className={styles.track}>
        <RadixSlider.Range className={styles.range} />
      </RadixSlider.Track>
      <RadixSlider.Thumb className={styles.thumb} aria-label={label} aria-valuetext={words} />
    </RadixSlider.Root>
  );
}
