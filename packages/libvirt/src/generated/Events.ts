/**
 * The event catalogue: which event number announces itself by which message.
 *
 * Names are those of the `VIR_…_EVENT_ID_…` constants in camelCase.
 *
 * Generated from the protocol definitions of libvirt 9.0.0 by `generator/main.ts`; do not edit.
 *
 * @since 0.1.0
 */
import { DomainEventBalloonChangeMsg, DomainEventBlockJob2Msg, DomainEventBlockJobMsg, DomainEventBlockThresholdMsg, DomainEventCallbackAgentLifecycleMsg, DomainEventCallbackBalloonChangeMsg, DomainEventCallbackBlockJobMsg, DomainEventCallbackControlErrorMsg, DomainEventCallbackDeviceAddedMsg, DomainEventCallbackDeviceRemovalFailedMsg, DomainEventCallbackDeviceRemovedMsg, DomainEventCallbackDiskChangeMsg, DomainEventCallbackGraphicsMsg, DomainEventCallbackIoErrorMsg, DomainEventCallbackIoErrorReasonMsg, DomainEventCallbackJobCompletedMsg, DomainEventCallbackLifecycleMsg, DomainEventCallbackMetadataChangeMsg, DomainEventCallbackMigrationIterationMsg, DomainEventCallbackPmsuspendDiskMsg, DomainEventCallbackPmsuspendMsg, DomainEventCallbackPmwakeupMsg, DomainEventCallbackRebootMsg, DomainEventCallbackRtcChangeMsg, DomainEventCallbackTrayChangeMsg, DomainEventCallbackTunableMsg, DomainEventCallbackWatchdogMsg, DomainEventControlErrorMsg, DomainEventDeviceRemovedMsg, DomainEventDiskChangeMsg, DomainEventGraphicsMsg, DomainEventIoErrorMsg, DomainEventIoErrorReasonMsg, DomainEventLifecycleMsg, DomainEventMemoryDeviceSizeChangeMsg, DomainEventMemoryFailureMsg, DomainEventPmsuspendDiskMsg, DomainEventPmsuspendMsg, DomainEventPmwakeupMsg, DomainEventRebootMsg, DomainEventRtcChangeMsg, DomainEventTrayChangeMsg, DomainEventWatchdogMsg, NetworkEventLifecycleMsg, NodeDeviceEventLifecycleMsg, NodeDeviceEventUpdateMsg, SecretEventLifecycleMsg, SecretEventValueChangedMsg, StoragePoolEventLifecycleMsg, StoragePoolEventRefreshMsg } from "./Messages.ts"

/**
 * Bodies of the domain events by name.
 *
 * @category models
 * @since 0.1.0
 */
export interface DomainEvents {
  /** `VIR_DOMAIN_EVENT_ID_LIFECYCLE` */
  readonly lifecycle: DomainEventLifecycleMsg
  /** `VIR_DOMAIN_EVENT_ID_REBOOT` */
  readonly reboot: DomainEventRebootMsg
  /** `VIR_DOMAIN_EVENT_ID_RTC_CHANGE` */
  readonly rtcChange: DomainEventRtcChangeMsg
  /** `VIR_DOMAIN_EVENT_ID_WATCHDOG` */
  readonly watchdog: DomainEventWatchdogMsg
  /** `VIR_DOMAIN_EVENT_ID_IO_ERROR` */
  readonly ioError: DomainEventIoErrorMsg
  /** `VIR_DOMAIN_EVENT_ID_GRAPHICS` */
  readonly graphics: DomainEventGraphicsMsg
  /** `VIR_DOMAIN_EVENT_ID_IO_ERROR_REASON` */
  readonly ioErrorReason: DomainEventIoErrorReasonMsg
  /** `VIR_DOMAIN_EVENT_ID_CONTROL_ERROR` */
  readonly controlError: DomainEventControlErrorMsg
  /** `VIR_DOMAIN_EVENT_ID_BLOCK_JOB` */
  readonly blockJob: DomainEventBlockJobMsg
  /** `VIR_DOMAIN_EVENT_ID_DISK_CHANGE` */
  readonly diskChange: DomainEventDiskChangeMsg
  /** `VIR_DOMAIN_EVENT_ID_TRAY_CHANGE` */
  readonly trayChange: DomainEventTrayChangeMsg
  /** `VIR_DOMAIN_EVENT_ID_PMWAKEUP` */
  readonly pmwakeup: DomainEventPmwakeupMsg
  /** `VIR_DOMAIN_EVENT_ID_PMSUSPEND` */
  readonly pmsuspend: DomainEventPmsuspendMsg
  /** `VIR_DOMAIN_EVENT_ID_BALLOON_CHANGE` */
  readonly balloonChange: DomainEventBalloonChangeMsg
  /** `VIR_DOMAIN_EVENT_ID_PMSUSPEND_DISK` */
  readonly pmsuspendDisk: DomainEventPmsuspendDiskMsg
  /** `VIR_DOMAIN_EVENT_ID_DEVICE_REMOVED` */
  readonly deviceRemoved: DomainEventDeviceRemovedMsg
  /** `VIR_DOMAIN_EVENT_ID_BLOCK_JOB_2` */
  readonly blockJob2: DomainEventBlockJob2Msg
  /** `VIR_DOMAIN_EVENT_ID_TUNABLE` */
  readonly tunable: DomainEventCallbackTunableMsg
  /** `VIR_DOMAIN_EVENT_ID_AGENT_LIFECYCLE` */
  readonly agentLifecycle: DomainEventCallbackAgentLifecycleMsg
  /** `VIR_DOMAIN_EVENT_ID_DEVICE_ADDED` */
  readonly deviceAdded: DomainEventCallbackDeviceAddedMsg
  /** `VIR_DOMAIN_EVENT_ID_MIGRATION_ITERATION` */
  readonly migrationIteration: DomainEventCallbackMigrationIterationMsg
  /** `VIR_DOMAIN_EVENT_ID_JOB_COMPLETED` */
  readonly jobCompleted: DomainEventCallbackJobCompletedMsg
  /** `VIR_DOMAIN_EVENT_ID_DEVICE_REMOVAL_FAILED` */
  readonly deviceRemovalFailed: DomainEventCallbackDeviceRemovalFailedMsg
  /** `VIR_DOMAIN_EVENT_ID_METADATA_CHANGE` */
  readonly metadataChange: DomainEventCallbackMetadataChangeMsg
  /** `VIR_DOMAIN_EVENT_ID_BLOCK_THRESHOLD` */
  readonly blockThreshold: DomainEventBlockThresholdMsg
  /** `VIR_DOMAIN_EVENT_ID_MEMORY_FAILURE` */
  readonly memoryFailure: DomainEventMemoryFailureMsg
  /** `VIR_DOMAIN_EVENT_ID_MEMORY_DEVICE_SIZE_CHANGE` */
  readonly memoryDeviceSizeChange: DomainEventMemoryDeviceSizeChangeMsg
}

/**
 * Bodies of the network events by name.
 *
 * @category models
 * @since 0.1.0
 */
export interface NetworkEvents {
  /** `VIR_NETWORK_EVENT_ID_LIFECYCLE` */
  readonly lifecycle: NetworkEventLifecycleMsg
}

/**
 * Bodies of the storagePool events by name.
 *
 * @category models
 * @since 0.1.0
 */
export interface StoragePoolEvents {
  /** `VIR_STORAGE_POOL_EVENT_ID_LIFECYCLE` */
  readonly lifecycle: StoragePoolEventLifecycleMsg
  /** `VIR_STORAGE_POOL_EVENT_ID_REFRESH` */
  readonly refresh: StoragePoolEventRefreshMsg
}

/**
 * Bodies of the nodeDevice events by name.
 *
 * @category models
 * @since 0.1.0
 */
export interface NodeDeviceEvents {
  /** `VIR_NODE_DEVICE_EVENT_ID_LIFECYCLE` */
  readonly lifecycle: NodeDeviceEventLifecycleMsg
  /** `VIR_NODE_DEVICE_EVENT_ID_UPDATE` */
  readonly update: NodeDeviceEventUpdateMsg
}

/**
 * Bodies of the secret events by name.
 *
 * @category models
 * @since 0.1.0
 */
export interface SecretEvents {
  /** `VIR_SECRET_EVENT_ID_LIFECYCLE` */
  readonly lifecycle: SecretEventLifecycleMsg
  /** `VIR_SECRET_EVENT_ID_VALUE_CHANGED` */
  readonly valueChanged: SecretEventValueChangedMsg
}

/**
 * Event number, message and codec of each domain event.
 *
 * @category constants
 * @since 0.1.0
 */
export const domainEvents = {
  lifecycle: { id: 0, procedure: 318, codec: DomainEventCallbackLifecycleMsg, wrapped: true },
  reboot: { id: 1, procedure: 319, codec: DomainEventCallbackRebootMsg, wrapped: true },
  rtcChange: { id: 2, procedure: 320, codec: DomainEventCallbackRtcChangeMsg, wrapped: true },
  watchdog: { id: 3, procedure: 321, codec: DomainEventCallbackWatchdogMsg, wrapped: true },
  ioError: { id: 4, procedure: 322, codec: DomainEventCallbackIoErrorMsg, wrapped: true },
  graphics: { id: 5, procedure: 323, codec: DomainEventCallbackGraphicsMsg, wrapped: true },
  ioErrorReason: { id: 6, procedure: 324, codec: DomainEventCallbackIoErrorReasonMsg, wrapped: true },
  controlError: { id: 7, procedure: 325, codec: DomainEventCallbackControlErrorMsg, wrapped: true },
  blockJob: { id: 8, procedure: 326, codec: DomainEventCallbackBlockJobMsg, wrapped: true },
  diskChange: { id: 9, procedure: 327, codec: DomainEventCallbackDiskChangeMsg, wrapped: true },
  trayChange: { id: 10, procedure: 328, codec: DomainEventCallbackTrayChangeMsg, wrapped: true },
  pmwakeup: { id: 11, procedure: 329, codec: DomainEventCallbackPmwakeupMsg, wrapped: true },
  pmsuspend: { id: 12, procedure: 330, codec: DomainEventCallbackPmsuspendMsg, wrapped: true },
  balloonChange: { id: 13, procedure: 331, codec: DomainEventCallbackBalloonChangeMsg, wrapped: true },
  pmsuspendDisk: { id: 14, procedure: 332, codec: DomainEventCallbackPmsuspendDiskMsg, wrapped: true },
  deviceRemoved: { id: 15, procedure: 333, codec: DomainEventCallbackDeviceRemovedMsg, wrapped: true },
  blockJob2: { id: 16, procedure: 339, codec: DomainEventBlockJob2Msg, wrapped: false },
  tunable: { id: 17, procedure: 346, codec: DomainEventCallbackTunableMsg, wrapped: false },
  agentLifecycle: { id: 18, procedure: 348, codec: DomainEventCallbackAgentLifecycleMsg, wrapped: false },
  deviceAdded: { id: 19, procedure: 354, codec: DomainEventCallbackDeviceAddedMsg, wrapped: false },
  migrationIteration: { id: 20, procedure: 359, codec: DomainEventCallbackMigrationIterationMsg, wrapped: false },
  jobCompleted: { id: 21, procedure: 363, codec: DomainEventCallbackJobCompletedMsg, wrapped: false },
  deviceRemovalFailed: { id: 22, procedure: 367, codec: DomainEventCallbackDeviceRemovalFailedMsg, wrapped: false },
  metadataChange: { id: 23, procedure: 379, codec: DomainEventCallbackMetadataChangeMsg, wrapped: false },
  blockThreshold: { id: 24, procedure: 385, codec: DomainEventBlockThresholdMsg, wrapped: false },
  memoryFailure: { id: 25, procedure: 423, codec: DomainEventMemoryFailureMsg, wrapped: false },
  memoryDeviceSizeChange: { id: 26, procedure: 438, codec: DomainEventMemoryDeviceSizeChangeMsg, wrapped: false }
} as const

/**
 * Event number, message and codec of each network event.
 *
 * @category constants
 * @since 0.1.0
 */
export const networkEvents = {
  lifecycle: { id: 0, procedure: 315, codec: NetworkEventLifecycleMsg, wrapped: false }
} as const

/**
 * Event number, message and codec of each storagePool event.
 *
 * @category constants
 * @since 0.1.0
 */
export const storagePoolEvents = {
  lifecycle: { id: 0, procedure: 370, codec: StoragePoolEventLifecycleMsg, wrapped: false },
  refresh: { id: 1, procedure: 373, codec: StoragePoolEventRefreshMsg, wrapped: false }
} as const

/**
 * Event number, message and codec of each nodeDevice event.
 *
 * @category constants
 * @since 0.1.0
 */
export const nodeDeviceEvents = {
  lifecycle: { id: 0, procedure: 376, codec: NodeDeviceEventLifecycleMsg, wrapped: false },
  update: { id: 1, procedure: 377, codec: NodeDeviceEventUpdateMsg, wrapped: false }
} as const

/**
 * Event number, message and codec of each secret event.
 *
 * @category constants
 * @since 0.1.0
 */
export const secretEvents = {
  lifecycle: { id: 0, procedure: 382, codec: SecretEventLifecycleMsg, wrapped: false },
  valueChanged: { id: 1, procedure: 383, codec: SecretEventValueChangedMsg, wrapped: false }
} as const

/**
 * Numbers of all event messages of the main program, also of those that only old-style registrations cause.
 *
 * @category constants
 * @since 0.1.0
 */
export const eventProcedures: ReadonlySet<number> = new Set([107, 169, 170, 171, 172, 173, 195, 224, 241, 248, 268, 269, 270, 276, 292, 311, 315, 318, 319, 320, 321, 322, 323, 324, 325, 326, 327, 328, 329, 330, 331, 332, 333, 339, 346, 348, 354, 359, 362, 363, 367, 370, 373, 376, 377, 379, 382, 383, 385, 423, 438])
