package org.aloft.verify;

import org.aloft.verify.check.CheckResult;
import org.aloft.verify.report.DrillResult;

/** Progress of a run. */
public sealed interface VerifyEvent {
    /** The checks begin. */
    record ChecksStarted(boolean afterDrills) implements VerifyEvent {}

    /** One check has a result. */
    record Checked(CheckResult result, boolean afterDrills) implements VerifyEvent {}

    /** A drill begins. */
    record DrillStarted(String id, String title, String target) implements VerifyEvent {}

    /** One step of a drill begins. */
    record DrillStep(String id, String text) implements VerifyEvent {}

    /** A drill ended or was refused. */
    record DrillFinished(DrillResult result) implements VerifyEvent {}
}
